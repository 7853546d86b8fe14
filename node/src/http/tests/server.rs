//! The server itself: health, figures, pages, commands of this machine, and what real connections do.

use super::house::House;
use crate::cli::order::{Order, Report};
use crate::http;
use daiban_shared::kind::Role;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

#[tokio::test(flavor = "multi_thread")]
async fn health_readiness_and_figures_need_no_sign_in() {
    let house = House::open();
    assert_eq!(house.ask("GET", "/healthz", None, "").await.json["status"], "ok");
    let ready = house.ask("GET", "/readyz", None, "").await;
    assert_eq!((ready.status, &ready.json["ready"]), (200, &true.into()), "{}", ready.text);
    let figures = house.ask("GET", "/metrics", None, "").await;
    for name in ["daiban_entries_position", "daiban_pending_up", "daiban_cases_filed_total", "daiban_recovering"] {
        assert!(figures.text.contains(name), "{name} is missing");
    }
    assert!(figures.text.trim_end().ends_with("# EOF"));
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_served_and_files_are_not_invented() {
    let house = House::open();
    for path in ["/", "/cases", "/print/case/1/2"] {
        let reply = house.ask("GET", path, None, "").await;
        assert!(reply.headers["content-type"].to_str().expect("ASCII").starts_with("text/html"), "{path}");
        assert!(reply.status == 200 || reply.text.contains("cargo xtask web"), "{path}: {}", reply.status);
    }
    for path in ["/assets/none.js", "/none.txt", "/../Cargo.toml", "/assets/..%2f..%2fCargo.toml", "/.gitkeep"] {
        assert_eq!(house.ask("GET", path, None, "").await.status, 404, "{path}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_of_the_machine_need_its_token() {
    let house = House::open();
    let order = serde_json::to_string(&Order::UserList).expect("JSON");
    let right = format!("Bearer {}", house.node.control_token());
    for (token, status) in [("", 403), ("Bearer 00", 403), ("Basic eA==", 403), (right.as_str(), 200)] {
        let reply = house.ask_with("POST", "/control", None, &[("authorization", token)], order.as_bytes()).await;
        assert_eq!(reply.status, status, "{token:.10}");
    }
    let reply = house.ask_with("POST", "/control", None, &[("authorization", &right)], order.as_bytes()).await;
    let report: Report = serde_json::from_value(reply.json).expect("a report");
    assert_eq!((report.exit, report.lines.len()), (0, 6));
}

#[tokio::test(flavor = "multi_thread")]
async fn bodies_of_machines_that_are_none_get_no_words() {
    let house = House::open();
    for path in ["/sync/v1", "/sync/v1/join"] {
        let reply = house.ask_with("POST", path, None, &[], &[0xff; 300]).await;
        assert_eq!((reply.status, reply.text.as_str()), (403, ""), "{path}");
    }
}

/// A server on a free port; the sender stops it.
async fn serve(house: &House) -> (std::net::SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let node = house.node.clone();
    let running = tokio::spawn(async move {
        let stopped = async {
            let _ = stopped.await;
        };
        http::serve(node, listener, stopped).await.expect("a clean end");
    });
    (address, stop, running)
}

async fn talk(address: std::net::SocketAddr, request: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_beyond_the_limit_is_refused_with_or_without_a_length() {
    let house = House::open();
    let (address, stop, running) = serve(&house).await;
    let head = "POST /api/v1/session HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept-language: en\r\n";
    let said = format!("{head}content-length: 2000000\r\n\r\n");
    let mut chunked = format!("{head}transfer-encoding: chunked\r\n\r\n").into_bytes();
    for _ in 0..20 {
        chunked.extend_from_slice(format!("{:x}\r\n{}\r\n", 100_000, "x".repeat(100_000)).as_bytes());
    }
    chunked.extend_from_slice(b"0\r\n\r\n");
    for request in [said.as_bytes(), &chunked] {
        let answer = talk(address, request).await;
        assert!(answer.starts_with("HTTP/1.1 413"), "{answer:.200}");
        assert!(answer.contains("too_large") && answer.contains("1 MB"), "{answer}");
    }
    stop.send(()).expect("it runs");
    running.await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_without_the_token_is_refused_before_its_body_is_sent() {
    let house = House::open();
    let (address, stop, running) = serve(&house).await;
    for length in ["content-length: 8000000", "transfer-encoding: chunked"] {
        for token in ["", "authorization: Bearer 00\r\n"] {
            let head = format!("POST /control HTTP/1.1\r\nhost: x\r\n{token}{length}\r\n\r\n");
            // Nothing of the body follows: a server that waited for it would not answer.
            let answer = talk(address, head.as_bytes()).await;
            assert!(answer.starts_with("HTTP/1.1 403"), "{length} {token}: {answer:.200}");
        }
    }
    let order = serde_json::to_string(&Order::UserList).expect("JSON");
    let right = format!("authorization: Bearer {}\r\nconnection: close", house.node.control_token());
    let head = format!("POST /control HTTP/1.1\r\nhost: x\r\n{right}\r\ncontent-length: {}\r\n\r\n", order.len());
    let answer = talk(address, format!("{head}{order}").as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer:.200}");
    stop.send(()).expect("it runs");
    running.await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread")]
async fn every_answer_carries_the_security_headers_and_nonsense_is_cut_off() {
    let house = House::open();
    let (address, stop, running) = serve(&house).await;
    let answer = talk(address, b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.to_lowercase();
    for name in [
        "content-security-policy: default-src 'self'",
        "x-content-type-options: nosniff",
        "x-frame-options: deny",
        "referrer-policy:",
    ] {
        assert!(answer.contains(name), "{name} is missing in {answer:.600}");
    }
    assert!(!answer.contains("\r\nserver:"));
    for (sent, expected) in [("gzip", true), ("identity", false)] {
        let request =
            format!("GET /api/v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\naccept-encoding: {sent}\r\n\r\n");
        let answer = talk(address, request.as_bytes()).await.to_lowercase();
        assert_eq!(answer.contains("content-encoding: gzip"), expected, "{sent}: {answer:.300}");
    }
    let nonsense = talk(address, b"\x16\x03\x01 this is not http\r\n\r\n").await;
    assert!(nonsense.is_empty() || nonsense.starts_with("HTTP/1.1 400"), "{nonsense:.100}");
    let healthy = talk(address, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await;
    assert!(healthy.starts_with("HTTP/1.1 200"));
    stop.send(()).expect("it runs");
    running.await.expect("a clean end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_who_waits_and_ends() {
    let house = House::open();
    let clerk = house.sign_in(Role::Clerk).await;
    let seq = house.ask("GET", "/api/v1/changes", Some(&clerk), "").await.json["seq"].as_i64().expect("a position");
    let (address, stop, running) = serve(&house).await;
    let request =
        format!("GET /api/v1/changes?since={seq} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncookie: {clerk}\r\n\r\n");
    let mut waiting = TcpStream::connect(address).await.expect("a connection");
    waiting.write_all(request.as_bytes()).await.expect("sent");
    // A second request on another connection is answered, so the first has been accepted before it.
    assert!(
        talk(address, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            .await
            .starts_with("HTTP/1.1 200")
    );
    stop.send(()).expect("it runs");
    let mut answer = Vec::new();
    waiting.read_to_end(&mut answer).await.expect("an answer");
    assert!(String::from_utf8_lossy(&answer).starts_with("HTTP/1.1 200"));
    running.await.expect("a clean end");
    assert!(TcpStream::connect(address).await.is_err(), "the port is free again");
}
