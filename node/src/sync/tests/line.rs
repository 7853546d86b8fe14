//! Over HTTP, as a running machine does it.

use super::world::*;
use crate::join::{self, Joining};
use crate::node::Node;
use crate::sync::{LineFault, dial};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// Waits until this machine has something, without asking it again and again.
async fn until(node: &Node, what: &str, is_there: impl Fn() -> bool) {
    let mut changes = node.store().changes();
    let waiting = async {
        while !is_there() {
            changes.changed().await.expect("the store runs");
        }
    };
    tokio::time::timeout(Duration::from_secs(20), waiting).await.unwrap_or_else(|_| panic!("{what} did not arrive"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_town_joins_over_http_and_decisions_come_down_while_it_waits() {
    let mut world = World::founded();
    let district = world.node(DISTRICT).clone();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (stop, mut stopped) = watch::channel(false);
    let server = tokio::spawn(crate::http::serve(district.clone(), listener, async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    }));
    let folder = world.new_folder(TOWN);
    let code = join::invite(&district, TOWN).unwrap().code;
    let first = join::step(&folder, world.clock.clone(), &url, &code).await.unwrap();
    assert!(matches!(first, Joining::Compare { .. }));
    let asking = join::nodes(&district).unwrap().asking[0].node;
    join::confirm(&district, &world.admin(DISTRICT), asking).unwrap();
    assert_eq!(join::step(&folder, world.clock.clone(), &format!("{url}/"), &code).await.unwrap(), Joining::Joined);
    let town = Node::open(&folder, world.clock.clone()).unwrap();
    assert_eq!(town.config().parent.as_ref(), Some(&url));
    world.nodes.insert(TOWN, town.clone());
    let dialing = tokio::spawn(dial::run(town.clone(), url, stop.subscribe()));
    let doc = world.file(TOWN);
    let given = world.hand(TOWN, doc, DISTRICT);
    until(&district, "the case", || world.entries(DISTRICT, doc).contains(&given)).await;
    // The town's call is held open now or soon: what the district writes comes down without the town asking again.
    let back = world.hand(DISTRICT, doc, TOWN);
    until(&town, "the return", || world.entries(TOWN, doc).contains(&back)).await;
    // And news of the town end its held call.
    let note = world.note(TOWN, doc);
    until(&district, "the note", || world.entries(DISTRICT, doc).contains(&note)).await;
    stop.send(true).unwrap();
    dialing.await.unwrap();
    server.await.unwrap().unwrap();
}

/// Something that answers every request with the same bytes; its address.
async fn always(answer: String) -> (String, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let answering = tokio::spawn(async move {
        loop {
            let (mut line, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 64 * 1024];
            let _ = line.read(&mut asked).await;
            let _ = line.write_all(answer.as_bytes()).await;
        }
    });
    (url, answering)
}

fn http(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// Dials until the line says what is wrong.
async fn dialed(node: &Node, url: &str, fault: LineFault) {
    let (stop, stopped) = watch::channel(false);
    node.lines().parent().fault = None;
    let mut news = node.lines().news();
    let dialing = tokio::spawn(dial::run(node.clone(), url.to_owned(), stopped));
    let told = async {
        while node.lines().parent().fault != Some(fault) {
            news.changed().await.unwrap();
        }
    };
    tokio::time::timeout(Duration::from_secs(30), told).await.unwrap_or_else(|_| panic!("{fault:?} was not said"));
    stop.send(true).unwrap();
    dialing.await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sign_in_page_of_the_network_gets_nothing_by_its_redirect() {
    let mut world = World::line();
    world.file(VILLAGE);
    let page = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let location = format!("location: http://{}/sync/v1\r\n", page.local_addr().unwrap());
    let (url, portal) = always(http("307 Temporary Redirect", &location, "")).await;
    dialed(world.node(VILLAGE), &url, LineFault::Redirected).await;
    let joining = join::step(&world.new_folder(VILLAGE2), world.clock.clone(), &url, "ABCDE23456").await;
    assert!(joining.is_err_and(|why| why.to_string().contains("another address")));
    portal.abort();
    // Whoever had followed would stand in the queue of this listener.
    let followed = std::future::poll_fn(|context| std::task::Poll::Ready(page.poll_accept(context).is_ready())).await;
    assert!(!followed, "something was sent to the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_answer_of_the_place_above_is_named_and_harms_nothing() {
    let mut world = World::line();
    let doc = world.file(VILLAGE);
    let village = world.node(VILLAGE).clone();
    for (answer, fault) in [
        (http("200 OK", "content-type: text/html\r\n", "<html>welcome</html>"), LineFault::BadAnswer),
        (http("500 Internal Server Error", "", ""), LineFault::BadAnswer),
        (http("503 Service Unavailable", "retry-after: 1\r\n", ""), LineFault::Busy),
        (http("403 Forbidden", "", ""), LineFault::Refused),
        ("not http at all\r\n\r\n".to_owned(), LineFault::Down),
    ] {
        let (url, other) = always(answer).await;
        dialed(&village, &url, fault).await;
        other.abort();
    }
    world.settle();
    assert_eq!(world.entries(DISTRICT, doc), world.entries(VILLAGE, doc), "everything arrives once the line is right");
}
