//! `daiban demo` as a newcomer starts it: seven real programs, everybody can sign in, a dead place does not end it, a second
//! start goes on where the first stopped, `--fresh` begins anew, and no folder of somebody else's is touched.

use daiban_node::store::Folder;
use daiban_tests::process::{Process, exchange, program, until};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

struct Demo {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Demo {
    fn start(dir: &Path) -> Self {
        Self::start_with(dir, &[])
    }

    fn start_with(dir: &Path, more: &[&str]) -> Self {
        let mut command = Command::new(program());
        command.args(["demo", "--json", "--port-base", "0", "--dir"]).arg(dir).args(more).stdin(Stdio::null());
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("the demo starts");
        let output = BufReader::new(child.stdout.take().expect("its output is a pipe"));
        Self { child, output }
    }

    /// The one object that it prints when all are ready.
    fn nodes(&mut self) -> Vec<Value> {
        let mut line = String::new();
        self.output.read_line(&mut line).expect("a line");
        let object: Value = serde_json::from_str(&line).expect("one JSON object");
        object["nodes"].as_array().expect("nodes").clone()
    }

    /// SIGTERM, as a service manager sends it.
    fn stop(mut self) -> bool {
        end(self.child.id());
        self.child.wait().expect("it ends").success()
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // Already ended after `stop`. Its children end with it.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn end(pid: u32) {
    let status = Command::new("kill").args(["-TERM", &pid.to_string()]).status().expect("kill runs");
    assert!(status.success());
}

fn address(node: &Value) -> SocketAddr {
    node["url"]
        .as_str()
        .and_then(|url| url.strip_prefix("http://"))
        .expect("an address")
        .parse()
        .expect("host and port")
}

fn can_sign_in(node: &Value, user: &Value) -> bool {
    let body = json!({ "user": user["user"], "password": user["password"] });
    let answer = exchange(address(node), "POST", "/api/v1/session", "", Some(&body));
    answer.is_some_and(|(_, answer)| answer.status < 300)
}

#[test]
fn seven_machines_stand_and_a_second_start_goes_on_where_the_first_stopped() {
    let dir = Folder::new().unwrap();
    let mut demo = Demo::start(dir.path());
    let nodes = demo.nodes();
    let tiers = |tier: &str| nodes.iter().filter(|node| node["tier"] == tier).count();
    assert_eq!((tiers("district"), tiers("town"), tiers("village")), (1, 2, 4));
    for node in &nodes {
        let users = node["users"].as_array().expect("users");
        assert!(users.len() >= 4);
        assert!(can_sign_in(node, &users[0]), "{} {}", node["name"], users[0]["user"]);
    }
    // A dead place is part of the demo.
    let town = nodes.iter().find(|node| node["tier"] == "town").expect("a town");
    end(u32::try_from(town["pid"].as_u64().expect("a process")).expect("a number"));
    until("the town is gone", || exchange(address(town), "GET", "/readyz", "", None).is_none().then_some(()));
    assert!(can_sign_in(&nodes[0], &nodes[0]["users"][0]), "the district works on");
    let again = Process::start(Path::new(town["dir"].as_str().expect("a folder")), address(town));
    assert!(again.stop(), "the town can be started by hand");
    assert!(demo.stop(), "it stops in order");
    for node in &nodes {
        assert!(exchange(address(node), "GET", "/readyz", "", None).is_none(), "{} has stopped too", node["name"]);
    }

    let mut demo = Demo::start(dir.path());
    let same = demo.nodes();
    let places =
        |nodes: &[Value]| nodes.iter().map(|node| (node["site"].clone(), node["dir"].clone())).collect::<Vec<_>>();
    assert_eq!(places(&same), places(&nodes));
    assert!(demo.stop());

    let mut demo = Demo::start_with(dir.path(), &["--fresh"]);
    let other = demo.nodes();
    assert_eq!(other.len(), nodes.len());
    let sites = |nodes: &[Value]| nodes.iter().map(|node| node["site"].clone()).collect::<Vec<_>>();
    assert!(sites(&other).iter().all(|site| !sites(&nodes).contains(site)), "another network in the same folder");
    assert!(demo.stop());
}

#[test]
fn a_folder_with_other_things_in_it_is_left_alone() {
    let dir = Folder::new().unwrap();
    std::fs::write(dir.path().join("letter.txt"), "mine").unwrap();
    for fresh in [&[][..], &["--fresh"]] {
        let output =
            Command::new(program()).args(["demo", "--json", "--dir"]).arg(dir.path()).args(fresh).output().unwrap();
        assert!(!output.status.success());
        assert!(output.stdout.is_empty(), "stdout is for the object only");
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(words.contains("--dir"), "it says what to do: {words}");
    }
    assert_eq!(std::fs::read_to_string(dir.path().join("letter.txt")).unwrap(), "mine");
}
