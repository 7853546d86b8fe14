//! A machine in trouble, and what it says then: nothing is lost, and the words tell what to do.

use super::house::{House, file, filing};
use crate::Error;
use crate::store::{Priority, Tx};
use daiban_shared::kind::{Body, NodeRow, Role};
use daiban_shared::text::Lang;
use serde_json::json;
use std::future::Future;
use std::pin::Pin;
use std::sync::mpsc;
use std::task::{Context, Waker};

const FIRST: &str = "0190a0a0-0000-7000-8000-000000000001";
const SECOND: &str = "0190a0a0-0000-7000-8000-000000000002";

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_the_press_and_loses_nothing() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, FIRST).await;
    let steps = format!("/api/v1/cases/{id}/steps");
    // The database may not grow by a page: to SQLite that is a full disk.
    let limit = |pages: &'static str| {
        let sql = format!("PRAGMA max_page_count = {pages}");
        house
            .node
            .store()
            .write(Priority::People, move |tx| Ok(tx.conn().query_row(&sql, [], |row| row.get::<_, i64>(0))?))
    };
    limit("1").expect("a limit");
    let words = "长".repeat(2_000);
    let mut refused = None;
    for no in 0..40 {
        let note =
            json!({ "id": format!("0190a0a0-0000-7000-8000-0000000001{no:02}"), "kind": "note", "words": words });
        let reply = house.ask("POST", &steps, Some(&clerk), &note.to_string()).await;
        if reply.status != 201 {
            refused = Some((reply, note));
            break;
        }
    }
    let (reply, note) = refused.expect("a page has room for few notes");
    assert_eq!((reply.status, reply.code()), (507, "storage_full"), "{}", reply.text);
    let case = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(&clerk), "").await;
    assert_eq!(case.status, 200, "people can still read");
    limit("1000000").expect("room again");
    assert_eq!(
        house.ask("POST", &steps, Some(&clerk), &note.to_string()).await.status,
        201,
        "the same press goes through"
    );
}

#[test]
fn filing_on_a_nearly_full_disk_is_the_same_trouble() {
    let refused = super::super::problem::Fault::from(Error::refused(daiban_shared::case::RefusalCode::DiskFull));
    let problem = refused.problem(Lang::En);
    assert_eq!((problem.status, problem.code.as_str()), (507, "disk_full"));
    assert!(problem.detail.contains("open cases can still be worked on"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_that_may_not_write_is_not_ready() {
    let house = House::open();
    assert_eq!(house.ask("GET", "/readyz", None, "").await.status, 200);
    house.node.publish(vec![Body::Node(NodeRow { live: false, ..house.node.identity().row() })]).expect("retired");
    let ready = house.ask("GET", "/readyz", None, "").await;
    assert_eq!((ready.status, &ready.json["ready"], &ready.json["joined"]), (503, &false.into(), &false.into()));
    assert_eq!(house.ask("GET", "/healthz", None, "").await.status, 200, "the process itself is well");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_command_id_has_one_content() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let id = file(&house, &clerk, FIRST).await;
    let (steps, form) = (format!("/api/v1/cases/{id}/steps"), format!("/api/v1/cases/{id}/form"));
    let note = |words: &str| json!({ "id": SECOND, "kind": "note", "words": words }).to_string();
    let phone = |phone: &str| json!({ "applicant.phone": phone }).to_string();
    let key = [("idempotency-key", "0190a0a0-0000-7000-8000-000000000003")];
    for (method, path, headers, body, other) in [
        ("POST", &steps, &key[..0], note("第一次"), note("第二次")),
        ("PATCH", &form, &key[..], phone("13700000001"), phone("13700000002")),
    ] {
        for (body, status) in [(&body, 201), (&body, 200), (&other, 409), (&body, 200)] {
            let reply = house.ask_with(method, path, Some(&clerk), headers, body.as_bytes()).await;
            assert_eq!(reply.status, status, "{method} {body}: {}", reply.text);
            assert!(status != 409 || reply.code() == "same_command_other_content");
        }
    }
    let case = house.ask("GET", &format!("/api/v1/cases/{id}"), Some(&clerk), "").await;
    assert_eq!(case.json["steps"].as_array().map(Vec::len), Some(3), "filed, noted, changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_lies_elsewhere_is_as_unknown_as_none() {
    let (house, elsewhere) = (House::open(), House::open());
    let foreign = file(&elsewhere, &elsewhere.sign_in(Role::Clerk).await, FIRST).await;
    let clerk = house.sign_in(Role::Clerk).await;
    let note = r#"{"kind": "note", "words": "x"}"#;
    for (method, tail, body) in [
        ("GET", "", ""),
        ("GET", "/form", ""),
        ("POST", "/steps", note),
        ("PATCH", "/form", r#"{"applicant.phone": "1"}"#),
    ] {
        let ask = async |id: &str| house.ask(method, &format!("/api/v1/cases/{id}{tail}"), Some(&clerk), body).await;
        let (foreign, none) = (ask(&foreign).await, ask("01000000000000000000000000000000").await);
        assert_eq!((foreign.status, &foreign.text), (404, &none.text), "{method} {tail}");
    }
}

/// A job that was put into the writer's line.
type Waiting = Pin<Box<dyn Future<Output = Result<(), Error>>>>;

#[tokio::test(flavor = "multi_thread")]
async fn when_thousands_wait_for_the_disk_people_are_asked_to_come_again() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let (go, wait) = mpsc::channel::<()>();
    let (began, running) = mpsc::channel::<()>();
    let store = house.node.store().clone();
    let mut jobs: Vec<Waiting> = Vec::new();
    let mut put = |mut job: Waiting| {
        let is_waiting = job.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending();
        if is_waiting {
            jobs.push(job);
        }
        is_waiting
    };
    let held = store.clone();
    put(Box::pin(async move {
        let hold = move |_: &mut Tx<'_>| {
            let _ = began.send(());
            let _ = wait.recv();
            Ok(())
        };
        held.write_async(Priority::People, hold).await
    }));
    running.recv().expect("the writer has begun");
    loop {
        let store = store.clone();
        if !put(Box::pin(async move { store.write_async(Priority::Peers, |_| Ok(())).await })) {
            break;
        }
    }
    let reply = house.ask("POST", "/api/v1/cases", Some(&clerk), &filing(FIRST).to_string()).await;
    assert_eq!((reply.status, reply.code()), (503, "busy"), "{}", reply.text);
    assert!(reply.headers.contains_key("retry-after"));
    go.send(()).expect("it waits");
    for job in jobs {
        let _ = job.await;
    }
    file(&house, &clerk, FIRST).await;
}
