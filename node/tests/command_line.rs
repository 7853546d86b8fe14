//! The program as an operator and a script meet it: real processes, real folders, ports that the system chooses.

#[path = "command_line/deadline.rs"]
mod deadline;

use serde_json::Value;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_daiban");

/// A folder that vanishes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("UTF-8").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Exit code and the JSON that the command printed last.
fn daiban(arguments: &[&str]) -> (i32, Value) {
    let output =
        Command::new(PROGRAM).args(arguments).arg("--json").stdin(Stdio::null()).output().expect("the program starts");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let last = text.lines().last().unwrap_or("null");
    (output.status.code().expect("no signal"), serde_json::from_str(last).unwrap_or(Value::Null))
}

/// A command that must work.
fn done(arguments: &[&str]) -> Value {
    let (code, answer) = daiban(arguments);
    assert_eq!(code, 0, "{arguments:?}: {answer}");
    answer
}

/// A program that ends with the test: its standard input is ours.
struct Running {
    child: Child,
    lines: BufReader<ChildStdout>,
}

impl Running {
    fn start(arguments: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .arg("--json")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("its output"));
        Self { child, lines }
    }

    /// The machine of a folder, on a port of its own.
    fn machine(folder: &str) -> Self {
        Self::start(&["--dir", folder, "run", "--listen", "127.0.0.1:0", "--until-input-ends"])
    }

    fn line(&mut self) -> Value {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("its output");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("{error}: {line}"))
    }

    /// Ends the input and gives the exit code.
    fn stop(mut self) -> i32 {
        drop(self.child.stdin.take());
        self.child.wait().expect("it ends").code().expect("no signal")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn wrong_usage_is_two_and_a_missing_machine_is_named() {
    let folder = Folder::new("usage");
    let none = folder.path("none");
    for arguments in [vec!["explode"], vec!["init", "--parent", "http://127.0.0.1:1"], vec!["user", "add"], vec![]] {
        assert_eq!(daiban(&arguments).0, 2, "{arguments:?}");
    }
    let table = [("status", 1), ("check", 1), ("healthcheck", 3)];
    for (command, code) in table {
        let (got, answer) = daiban(&["--dir", &none, command]);
        assert_eq!(got, code, "{command}: {answer}");
        assert!(answer["error"].as_str().is_some_and(|words| words.contains("none")), "{command}: {answer}");
    }
    let (code, _) = daiban(&["--dir", &none, "init", "--site-code", "440000"]);
    assert_eq!(code, 3);
    assert!(!Path::new(&none).exists(), "a refused init leaves nothing behind");
}

#[test]
fn a_district_is_made_once_run_and_asked() {
    let folder = Folder::new("district");
    let dir = folder.path("district");
    let made = done(&["--dir", &dir, "init", "--site-code", "441403", "--practice"]);
    assert_eq!(made["root_key"].as_array().map(Vec::len), Some(16));
    assert_ne!(daiban(&["--dir", &dir, "init"]).0, 0, "a machine is never written over");
    let settings = std::fs::read_to_string(Path::new(&dir).join("daiban.toml")).expect("settings");
    assert!(settings.contains("practice = true"), "nor are its settings: {settings}");
    #[cfg(unix)]
    {
        let mode = std::fs::metadata(&dir).expect("the folder").permissions();
        assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode) & 0o077, 0, "others can look into the folder");
    }
    let user = done(&["--dir", &dir, "user", "add", "admin", "--name", "管理员", "--role", "admin"]);
    let password = user["password"].as_str().expect("shown once");
    assert!(password.len() >= 16);
    assert_eq!(daiban(&["--dir", &dir, "user", "add", "admin", "--name", "x", "--role", "admin"]).0, 3);
    let (code, desks) =
        daiban(&["--dir", &dir, "user", "add", "wu", "--name", "吴", "--role", "reviewer", "--department", "0"]);
    assert_eq!(code, 3);
    assert!(desks["departments"].as_array().is_some_and(|all| all.len() > 10), "{desks}");

    let mut machine = Running::machine(&dir);
    let url = machine.line()["url"].as_str().expect("an address").to_owned();
    assert!(url.starts_with("http://127.0.0.1:"));
    assert_eq!(done(&["--dir", &dir, "healthcheck"])["ready"], true);
    assert_eq!(done(&["--dir", &dir, "status"])["joined"], true);
    assert_eq!(done(&["--dir", &dir, "user", "list"])["users"].as_array().map(Vec::len), Some(1));
    assert_eq!(daiban(&["--dir", &dir, "run", "--listen", "127.0.0.1:0"]).0, 1, "one process writes into a folder");
    assert_eq!(done(&["--dir", &dir, "check"])["faults"], serde_json::json!([]));
    done(&["--dir", &dir, "rebuild"]);
    done(&["--dir", &dir, "user", "disable", "admin"]);
    assert_eq!(done(&["--dir", &dir, "clock"])["wrong"], false);
    assert_eq!(done(&["--dir", &dir, "clock", "confirm"])["wrong"], false);
    let desk = |which: &str| daiban(&["--dir", &dir, "user", "desk", "admin", which]);
    assert_eq!(desk("1").1["user"]["department"]["id"], 1);
    assert!(desk("none").1["user"]["department"].is_null());
    assert_eq!((desk("999").0, desk("everything").0), (3, 2));
    assert_eq!(machine.stop(), 0);
    assert_eq!(daiban(&["--dir", &dir, "healthcheck"]).0, 3);
    assert_eq!(done(&["--dir", &dir, "user", "list"])["users"][0]["disabled"], true);
}

#[test]
#[cfg(target_os = "linux")]
fn a_root_key_that_could_not_be_shown_is_made_again() {
    let folder = Folder::new("founding");
    let dir = folder.path("district");
    let full = std::fs::File::options().write(true).open("/dev/full").expect("a disk without room");
    let cut = Command::new(PROGRAM).args(["--dir", &dir, "init"]).stdout(full).stderr(Stdio::null()).status();
    assert_ne!(cut.expect("the program starts").code(), Some(0));
    assert!(Path::new(&dir).join("daiban.db").exists(), "it was cut after everything had been written");
    for command in ["status", "run"] {
        let (code, answer) = daiban(&["--dir", &dir, command]);
        assert_eq!(code, 1, "{command}: {answer}");
        assert!(answer["error"].as_str().is_some_and(|words| words.contains("daiban init")), "{command}: {answer}");
    }
    let made = done(&["--dir", &dir, "init"]);
    assert_eq!(made["root_key"].as_array().map(Vec::len), Some(16));
    assert_eq!(done(&["--dir", &dir, "status"])["joined"], true);
    assert_eq!(daiban(&["--dir", &dir, "init"]).0, 1, "shown once, it stays");
}

#[test]
fn a_file_that_is_no_database_is_named_with_what_to_do() {
    let folder = Folder::new("damaged");
    let dir = folder.path("district");
    done(&["--dir", &dir, "init"]);
    let database = Path::new(&dir).join("daiban.db");
    for file in ["daiban.db-wal", "daiban.db-shm"] {
        let _ = std::fs::remove_file(Path::new(&dir).join(file));
    }
    let nonsense = b"this is no database".repeat(1_000);
    std::fs::write(&database, &nonsense).expect("written");
    for command in ["status", "check", "run"] {
        let (code, answer) = daiban(&["--dir", &dir, command]);
        assert_eq!(code, 1, "{command}: {answer}");
        assert!(answer["error"].as_str().is_some_and(|words| words.contains("backup")), "{command}: {answer}");
    }
    assert_eq!(std::fs::read(&database).expect("still there"), nonsense, "nothing is repaired by force");
}

#[test]
fn after_a_kill_nobody_asks_whoever_listens_at_the_old_address() {
    let folder = Folder::new("stale");
    let dir = folder.path("district");
    done(&["--dir", &dir, "init"]);
    let mut machine = Running::machine(&dir);
    let url = machine.line()["url"].as_str().expect("an address").to_owned();
    machine.child.kill().expect("killed");
    machine.child.wait().expect("it ends");
    let other = std::net::TcpListener::bind(url.trim_start_matches("http://")).expect("the address is free");
    other.set_nonblocking(true).expect("set");
    let (code, answer) = daiban(&["--dir", &dir, "healthcheck"]);
    assert_eq!(code, 3);
    assert!(answer["error"].as_str().is_some_and(|words| words.contains("no machine runs")), "{answer}");
    assert!(other.accept().is_err(), "the other program was asked");
    assert_eq!(done(&["--dir", &dir, "status"])["joined"], true);
    assert!(!Path::new(&dir).join("address").exists(), "and the old address is forgotten");
}

#[test]
fn a_password_can_come_from_the_input() {
    let folder = Folder::new("password");
    let dir = folder.path("district");
    done(&["--dir", &dir, "init"]);
    for (typed, code) in [("a good long one\n", 0), ("short\n", 3), ("\n", 3)] {
        let arguments = ["--dir", &dir, "user", "add", "li", "--name", "李", "--role", "agent", "--password-stdin"];
        let mut child = Command::new(PROGRAM)
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("starts");
        child.stdin.take().expect("its input").write_all(typed.as_bytes()).expect("typed");
        let output = child.wait_with_output().expect("it ends");
        let got = output.status.code();
        // The second and third try fail by the password, before the login is looked at.
        assert_eq!(got, Some(code), "{typed:?}");
        assert!(!String::from_utf8_lossy(&output.stdout).contains("good long"));
    }
}

#[test]
fn an_account_gets_a_new_password_is_stopped_and_let_in_again() {
    let folder = Folder::new("accounts");
    let dir = folder.path("district");
    done(&["--dir", &dir, "init"]);
    let first = done(&["--dir", &dir, "user", "add", "li", "--name", "李", "--role", "clerk"])["password"].clone();
    let second = done(&["--dir", &dir, "user", "passwd", "li"])["password"].clone();
    assert!(second.as_str().is_some_and(|password| password.len() >= 16) && first != second);
    assert_eq!(done(&["--dir", &dir, "user", "disable", "li"])["user"]["disabled"], true);
    assert_eq!(done(&["--dir", &dir, "user", "disable", "li", "--undo"])["user"]["disabled"], false);
    for command in ["passwd", "disable"] {
        assert_eq!(daiban(&["--dir", &dir, "user", command, "nobody"]).0, 3, "{command}");
    }
    let version = Command::new(PROGRAM).arg("--version").output().expect("the program starts");
    assert_eq!(String::from_utf8_lossy(&version.stdout).trim(), concat!("daiban ", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_broken_file_imports_nothing_and_a_changed_one_only_what_changed() {
    let folder = Folder::new("import");
    let dir = folder.path("district");
    done(&["--dir", &dir, "init"]);
    let before = done(&["--dir", &dir, "status"])["directory"].clone();
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data/");
    let file = folder.path("file");
    let catalogue = std::fs::read_to_string(format!("{data}catalogue.json")).expect("built-in data");
    let places = std::fs::read_to_string(format!("{data}meixian_places.csv")).expect("built-in data");
    let broken = [
        ("catalogue", catalogue.replacen("\"code\": \"V01\"", "\"code\": \"\"", 1).into_bytes(), 3),
        ("catalogue", b"[{]".to_vec(), 3),
        ("sites", places.replacen("441403", "44140x", 1).into_bytes(), 3),
        ("sites", b"\xff\xfe\x00".to_vec(), 3),
        ("calendar", b"date,weekday,is_workday,kind\n2027-01-01,5,0,holiday\n".to_vec(), 3),
    ];
    for (what, bytes, code) in broken {
        std::fs::write(&file, bytes).expect("written");
        let (got, answer) = daiban(&["--dir", &dir, "import", what, &file]);
        assert_eq!(got, code, "{what}: {answer}");
        assert!(answer["rows"].as_array().is_some_and(|rows| !rows.is_empty()), "{what}: {answer}");
        assert_eq!(done(&["--dir", &dir, "status"])["directory"], before, "{what} wrote something");
    }
    assert_eq!(daiban(&["--dir", &dir, "import", "sites", &folder.path("absent")]).0, 1);
    for (what, name) in
        [("catalogue", "catalogue.json"), ("sites", "meixian_places.csv"), ("calendar", "workdays_2004_2026.csv")]
    {
        assert_eq!(done(&["--dir", &dir, "import", what, &format!("{data}{name}")])["entered"], 0, "{what}");
    }
    std::fs::write(&file, catalogue.replacen("生育登记", "生育登记服务", 1)).expect("written");
    let changed = done(&["--dir", &dir, "import", "catalogue", &file]);
    assert_eq!((&changed["entered"], &changed["unchanged"]), (&1.into(), &40.into()));
    std::fs::write(&file, places.replacen("雁洋镇", "雁洋新镇", 1)).expect("written");
    assert_eq!(done(&["--dir", &dir, "import", "sites", &file])["entered"], 1);
}

#[test]
fn a_town_joins_by_code_and_compared_words() {
    let folder = Folder::new("join");
    let (district, town) = (folder.path("district"), folder.path("town"));
    done(&["--dir", &district, "init"]);
    let mut above = Running::machine(&district);
    let url = above.line()["url"].as_str().expect("an address").to_owned();
    assert_eq!(daiban(&["--dir", &district, "node", "invite", "不存在"]).0, 3);
    let invite = done(&["--dir", &district, "node", "invite", "雁洋镇"]);
    let code = invite["code"].as_str().expect("a code");

    let mut joining =
        Running::start(&["--dir", &town, "init", "--parent", &url, "--code", code, "--listen", "127.0.0.1:0"]);
    let compare = joining.line();
    assert_eq!((compare["state"].as_str(), compare["site"].as_str()), (Some("compare"), Some("雁洋镇")));
    let words: Vec<&str> = compare["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
    assert_eq!(daiban(&["--dir", &district, "node", "confirm", "雁洋镇"]).0, 3, "without words");
    assert_eq!(daiban(&["--dir", &district, "node", "confirm", "雁洋镇", "--words", "1111-2222"]).0, 3, "with others");
    done(&["--dir", &district, "node", "confirm", "雁洋镇", "--words", &words.join("-")]);
    let mut last = joining.line();
    while last["joined"] != true {
        last = joining.line();
    }
    assert_eq!(joining.child.wait().expect("it ends").code(), Some(0));

    let mut below = Running::machine(&town);
    assert!(below.line()["name"].as_str().is_some_and(|name| name.starts_with("雁洋镇")));
    assert_eq!(done(&["--dir", &town, "healthcheck"])["ready"], true);
    assert_eq!(below.stop(), 0);
    assert_eq!(daiban(&["--dir", &town, "node", "retire", "雁洋镇", "--reason", "lost", "--yes"]).0, 1, "not here");
    assert_eq!(
        daiban(&["--dir", &district, "node", "retire", "雁洋镇", "--reason", "lost"]).0,
        3,
        "not without a word"
    );
    assert_eq!(daiban(&["--dir", &district, "node", "invite", "雁洋镇"]).0, 3, "it still has its machine");
    done(&["--dir", &district, "node", "retire", "雁洋镇", "--reason", "lost", "--yes"]);
    assert_eq!(daiban(&["--dir", &district, "node", "retire", "雁洋镇", "--reason", "lost", "--yes"]).0, 3, "once");
    assert_eq!(done(&["--dir", &district, "node", "list"])["below"][0]["live"], false);
    done(&["--dir", &district, "node", "invite", "雁洋镇"]);
    assert_eq!(above.stop(), 0);
}
