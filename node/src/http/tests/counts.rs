//! Every number on a page equals the list that the page opens with it, for everybody at every sample machine.

use crate::http::practice::Door;
use crate::http::routes;
use crate::http::visit::Web;
use crate::practice::Practice;
use crate::seed::{self, PASSWORD};
use crate::store::Folder;
use crate::{Clock, Node};
use bytes::Bytes;
use daiban_shared::api::{Counts, Home, Overview};
use daiban_shared::kind::Role;
use http_body_util::{BodyExt, Full};
use serde_json::Value;
use tokio::sync::watch;
use tower::Service;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// Saturday, 2026-11-21, 09:00 in Beijing: the next working day is two days away.
pub const NOW: u64 = 1_795_222_800_000;
const OPEN: &str = "status=received,accepted";

/// One person at one machine.
pub struct Person {
    routes: BoxedFilter<(Response,)>,
    cookie: String,
    about: String,
}

impl Person {
    pub async fn sign_in(node: &Node, login: &str) -> Self {
        let (_, stopped) = watch::channel(false);
        let mut person = Self {
            routes: routes(&Web::new(node.clone(), stopped, Door::Beside(Practice::of(node.folder())))),
            cookie: String::new(),
            about: login.into(),
        };
        let body = format!(r#"{{"user": "{login}", "password": "{PASSWORD}"}}"#);
        let (parts, text) = person.ask("POST", "session", body).await;
        assert_eq!(parts.status, 200, "{text}");
        let cookie = parts.headers["set-cookie"].to_str().expect("ASCII");
        person.cookie = cookie.split(';').next().expect("name and value").to_owned();
        person
    }

    pub async fn ask(&self, method: &str, path: &str, body: String) -> (http::response::Parts, String) {
        let request = http::Request::builder().method(method).uri(format!("/api/v1/{path}"));
        let request = request.header("cookie", &self.cookie).body(Full::new(Bytes::from(body))).expect("a request");
        let response = warp::service(self.routes.clone()).call(request).await.expect("routes never fail");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        (parts, String::from_utf8_lossy(&bytes).into_owned())
    }

    pub async fn read(&self, path: &str) -> Value {
        let (parts, text) = self.ask("GET", path, String::new()).await;
        assert_eq!(parts.status, 200, "{path}: {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Rows of a list over all its pages.
    pub async fn length(&self, path: &str) -> u64 {
        let (mut rows, mut next) = (0, String::new());
        loop {
            let page = self.read(&format!("{path}{next}")).await;
            rows += page["items"].as_array().expect("rows").len() as u64;
            let Some(at) = page["next"].as_str() else { return rows };
            next = format!("{}page={at}", if path.contains('?') { '&' } else { '?' });
        }
    }

    async fn home_counts(&self, desk: &str) -> Home {
        let home: Home = serde_json::from_value(self.read(&format!("home?desk={desk}")).await).expect("today's work");
        let lists = [
            (home.in_hand, format!("cases?{OPEN}&holder=here")),
            (home.overdue, format!("cases?{OPEN}&holder=here&due=overdue")),
            (home.due_soon, format!("cases?{OPEN}&holder=here&due=soon")),
            (home.elsewhere, format!("cases?{OPEN}&holder=elsewhere&own=1")),
            (home.to_deliver, "cases?todo=deliver".to_owned()),
            (home.to_close, "cases?todo=close".to_owned()),
            (home.tasks, "tasks?".to_owned()),
        ];
        for (count, list) in lists {
            let length = self.length(&format!("{list}&desk={desk}")).await;
            assert_eq!(u64::from(count), length, "{} {list} {desk}", self.about);
        }
        self.today_is_late_where_the_list_is(desk).await;
        home
    }

    /// What is first on the page as overdue is in the list of the overdue, and nothing else is called so.
    async fn today_is_late_where_the_list_is(&self, desk: &str) {
        let path = format!("cases?{OPEN}&holder=here&due=overdue&size=200&desk={desk}");
        let list = self.read(&path).await;
        let late: Vec<&str> =
            list["items"].as_array().expect("rows").iter().filter_map(|row| row["id"].as_str()).collect();
        let today = self.read(&format!("today?desk={desk}")).await;
        for row in today["items"].as_array().expect("rows").iter().filter(|row| row["owed"].is_null()) {
            let is_late = late.contains(&row["case"].as_str().expect("a case"));
            assert_eq!(row["band"] == "overdue", is_late, "{} {desk}: {row}", self.about);
        }
    }

    async fn overview_counts(&self) -> Counts {
        let view: Overview = serde_json::from_value(self.read("overview").await).expect("figures");
        let top = view.places[0].site.id.0;
        self.figures(&format!("site={top}"), view.total).await;
        for place in &view.places {
            if place.filed != Counts::default() {
                self.figures(&format!("own=1&site={}", place.site.id.0), place.filed).await;
            }
        }
        view.total
    }

    async fn figures(&self, place: &str, counts: Counts) {
        let lists = [
            (counts.received, "status=received".to_owned()),
            (counts.accepted, "status=accepted".to_owned()),
            (counts.done, "status=done".to_owned()),
            (counts.closed, "status=closed".to_owned()),
            (counts.overdue, format!("{OPEN}&due=overdue")),
            (counts.due_soon, format!("{OPEN}&due=soon")),
        ];
        for (count, list) in lists {
            assert_eq!(
                count,
                self.length(&format!("cases?{list}&{place}&desk=all")).await,
                "{} {list} {place}",
                self.about
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_count_is_the_length_of_the_list_behind_it() {
    let dir = Folder::new().expect("a folder");
    let seeded = seed::seed_network(dir.path(), NOW, &mut |_| {}).expect("the sample network");
    let (mut seen, mut desks_differ) = ([0; 4], false);
    for place in &seeded {
        let node = Node::open(&place.folder, Clock::set_to(NOW)).expect("a machine");
        for login in ["agent", "clerk", "minzheng", "ziyuan", "supervisor"] {
            let Some(known) = place.people.iter().find(|person| person.login == login) else { continue };
            let person = Person::sign_in(&node, login).await;
            let mine = person.home_counts("own").await;
            let all = person.home_counts("all").await;
            desks_differ |= mine.in_hand < all.in_hand;
            assert!(known.dept.is_some() || mine == all, "{login} has no desk and sees the whole place");
            for (sum, count) in seen.iter_mut().zip([all.overdue, all.due_soon, all.to_deliver, all.tasks]) {
                *sum += count;
            }
            if known.role == Role::Supervisor {
                let total = person.overview_counts().await;
                assert!(total.received + total.accepted > 0);
            }
        }
    }
    assert!(seen.iter().all(|count| *count > 0), "the sample has cases behind every number: {seen:?}");
    assert!(desks_differ, "a department's reviewer sees less than the whole place");
}
