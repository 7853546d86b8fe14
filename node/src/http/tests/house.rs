//! A district with its built-in directory and one person per role.

use crate::cli::district::{Files, district_rows};
use crate::http::practice::Door;
use crate::http::routes;
use crate::http::visit::Web;
use crate::practice::Practice;
use crate::store::Folder;
use crate::{Clock, Node, accounts};
use bytes::Bytes;
use daiban_shared::api::UserChange;
use daiban_shared::day::Day;
use daiban_shared::id::DeptId;
use daiban_shared::kind::Role;
use http_body_util::{BodyExt, Full};
use serde_json::Value;
use tokio::sync::watch;
use tower::Service;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// The password of everybody in a test.
pub const PASSWORD: &str = "a long password";
/// Friday, 2026-11-20, 10:00 in Beijing.
pub const MORNING: u64 = 1_795_140_000_000;

/// The machine, its routes and its clock.
pub struct House {
    pub node: Node,
    pub clock: Clock,
    pub stop: watch::Sender<bool>,
    routes: BoxedFilter<(Response,)>,
    _folder: Folder,
}

/// What came back.
pub struct Reply {
    pub status: u16,
    pub headers: http::HeaderMap,
    pub json: Value,
    pub text: String,
}

impl Reply {
    /// The stable code of a problem.
    pub fn code(&self) -> &str {
        self.json["code"].as_str().unwrap_or_default()
    }
}

impl House {
    /// A district with an agent, a clerk, a reviewer, a head, a supervisor and an administrator; login = role.
    pub fn open() -> Self {
        // Whoever looks at a failed test finds the number of an internal problem in its output.
        let _ = tracing_subscriber::fmt().with_test_writer().try_init();
        let (folder, clock) = (Folder::new().expect("a folder"), Clock::set_to(MORNING));
        let rows = district_rows(&Files::default(), None, Day::of(MORNING)).expect("built-in data is right");
        let (node, _) = Node::init_district(folder.path(), clock.clone(), rows).expect("a district");
        Self::of(node, clock, folder)
    }

    /// A machine with the same people; its folder vanishes with the house.
    pub fn of(node: Node, clock: Clock, folder: Folder) -> Self {
        for role in [Role::Agent, Role::Clerk, Role::Reviewer, Role::Head, Role::Supervisor, Role::Admin] {
            let login = login(role);
            let new = UserChange {
                login: Some(login.clone()),
                name: Some(format!("测试{login}")),
                password: Some(PASSWORD.into()),
                roles: Some(vec![role]),
                department: (role == Role::Reviewer).then_some(DeptId(1)),
                ..UserChange::default()
            };
            accounts::create(node.store(), new).expect("an account");
        }
        let (stop, stopped) = watch::channel(false);
        let practice = Door::Beside(Practice::of(node.folder()));
        let web = Web::new(node.clone(), stopped, practice);
        let routes = routes(&web);
        Self { node, clock, stop, routes, _folder: folder }
    }

    /// Signs somebody in; the cookie for later requests.
    pub async fn sign_in(&self, role: Role) -> String {
        let body = format!(r#"{{"user": "{}", "password": "{PASSWORD}"}}"#, login(role));
        let reply = self.ask("POST", "/api/v1/session", None, &body).await;
        assert_eq!(reply.status, 200, "{}", reply.text);
        let cookie = reply.headers["set-cookie"].to_str().expect("ASCII");
        cookie.split(';').next().expect("name and value").to_owned()
    }

    /// One request, in English.
    pub async fn ask(&self, method: &str, path: &str, cookie: Option<&str>, body: &str) -> Reply {
        self.ask_with(method, path, cookie, &[], body.as_bytes()).await
    }

    /// One request with further headers.
    pub async fn ask_with(
        &self,
        method: &str,
        path: &str,
        cookie: Option<&str>,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Reply {
        let mut request = http::Request::builder().method(method).uri(path).header("accept-language", "en");
        if let Some(cookie) = cookie {
            request = request.header("cookie", cookie);
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::copy_from_slice(body))).expect("a request");
        let response = warp::service(self.routes.clone()).call(request).await.expect("routes never fail");
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.expect("a whole body").to_bytes();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        Reply { status: parts.status.as_u16(), headers: parts.headers, json, text }
    }
}

fn login(role: Role) -> String {
    format!("{role:?}").to_lowercase()
}

/// A filing that the district takes, for an invented person (GB 11643 check digit included).
pub fn filing(id: &str) -> Value {
    serde_json::json!({
        "id": id,
        "item": "D02",
        "applicant": { "name": "陈测试", "id_number": "441421199001010014", "phone": "13800000000" },
        "form": { "company.name": "梅县测试有限公司" },
        "materials": [],
    })
}

/// Files a case under this command; its id.
pub async fn file(house: &House, who: &str, cmd: &str) -> String {
    let reply = house.ask("POST", "/api/v1/cases", Some(who), &filing(cmd).to_string()).await;
    assert_eq!(reply.status, 201, "{}", reply.text);
    reply.json["id"].as_str().expect("an id").to_owned()
}
