//! Over HTTP, as a running machine does it.

use super::world::*;
use crate::join::{self, Joining};
use crate::node::Node;
use crate::sync::dial;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::watch;

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
