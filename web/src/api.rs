//! The only file that fetches. It knows time limits and repeats, not what the answers mean.
//!
//! Whatever carries a command id may be repeated, because the node takes each command once.

use daiban_shared::api::Problem;
use daiban_shared::id::Hash;
use daiban_shared::text::Lang;
use gloo_net::http::{Method, RequestBuilder, Response};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::ui::dom;

/// A page waits this long; a village PC answers itself within a fraction of it.
const ANSWER_MS_MAX: u32 = 15_000;
/// The node answers a long poll after 25 s at the latest.
const POLL_MS_MAX: u32 = 35_000;
/// Ten thousand cases take the node up to a minute.
const FILE_MS_MAX: u32 = 120_000;
/// Pauses before a request is repeated; a node that is restarted is back within them.
const RETRY_MS: [u32; 2] = [400, 1_600];

/// Says that a page reads by itself: the node does not take it for somebody at the screen, so an unattended session ends.
const REFRESH_HEADER: &str = "daiban-refresh";

/// Who wants to read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person opened or pressed something.
    Person,
    /// An open page, by itself.
    Page,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The node cannot be reached or was silent too long; it may have got the request.
    Unreachable,
    /// The session has ended.
    SignedOut,
    /// The node says what is wrong.
    Refused(Box<Problem>),
    /// An answer that this client cannot read, with its HTTP status.
    Strange(u16),
}

/// A request that changes something.
#[derive(Debug, Clone, PartialEq)]
pub struct Ask {
    /// `POST`, `PUT`, `PATCH`, `DELETE`.
    pub verb: Verb,
    /// Below `/api/v1`.
    pub path: String,
    /// JSON; empty = none.
    pub body: String,
    /// A file in place of JSON.
    pub file: Option<web_sys::File>,
    /// The command's id, where it does not stand in the body.
    pub key: Option<String>,
    /// Heads that the screen showed, comma separated, where they do not stand in the body; empty = none.
    pub heads: String,
    /// The node takes it once, so it may be repeated.
    pub repeatable: bool,
}

/// What a changing request does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verb {
    /// Makes something.
    Post,
    /// Keeps something under its name.
    Put,
    /// Changes something.
    Patch,
    /// Ends something.
    Delete,
}

/// A body with the id of its command, and the heads that the screen showed.
#[derive(Serialize)]
struct Numbered<'a, T> {
    id: &'a str,
    #[serde(skip_serializing_if = "<[Hash]>::is_empty")]
    heads: &'a [Hash],
    #[serde(flatten)]
    body: &'a T,
}

impl Ask {
    /// A `POST` that the node takes once under this id; `heads` = what the screen showed of a case, empty = whatever stands there.
    pub fn numbered(path: impl Into<String>, id: &str, heads: &[Hash], body: &impl Serialize) -> Self {
        Self::command(path, &Numbered { id, heads, body })
    }

    /// A `POST` whose body carries a command id.
    pub fn command(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self { repeatable: true, ..Self::post(path, body) }
    }

    /// A `POST` that the node takes anew each time; it must not be repeated by itself.
    pub fn post(path: impl Into<String>, body: &impl Serialize) -> Self {
        let body = serde_json::to_string(body).unwrap_or_default();
        Self {
            verb: Verb::Post,
            path: path.into(),
            body,
            file: None,
            key: None,
            heads: String::new(),
            repeatable: false,
        }
    }

    /// A `POST` with a file as it is; the node takes the same file once.
    pub fn file(path: impl Into<String>, file: web_sys::File) -> Self {
        Self { repeatable: true, body: String::new(), file: Some(file), ..Self::post(path, &()) }
    }

    /// A `PATCH`, with the id of its command.
    pub fn patch(path: impl Into<String>, body: &impl Serialize, key: Option<String>) -> Self {
        Self { verb: Verb::Patch, repeatable: true, key, ..Self::post(path, body) }
    }

    /// A `PUT`.
    pub fn put(path: impl Into<String>, body: &impl Serialize) -> Self {
        Self { verb: Verb::Put, repeatable: true, ..Self::post(path, body) }
    }

    /// A `DELETE`.
    pub fn delete(path: impl Into<String>) -> Self {
        Self { verb: Verb::Delete, repeatable: true, body: String::new(), ..Self::post(path, &()) }
    }

    /// The same, refused if what it touches has changed since these heads.
    pub fn seen(self, heads: &[Hash]) -> Self {
        let heads: Vec<String> = heads.iter().map(Hash::to_string).collect();
        Self { heads: heads.join(","), ..self }
    }
}

/// A client-made id of a command.
pub fn new_id() -> String {
    uuid::Uuid::new_v4().to_string()
}

/// One part of a query, made safe.
pub fn encode(text: &str) -> String {
    String::from(js_sys::encode_uri_component(text))
}

/// Reads something.
pub async fn get<T: DeserializeOwned>(lang: Lang, path: &str, why: Why) -> Result<T, Fault> {
    let mut result = get_once(lang, path, why, ANSWER_MS_MAX).await;
    for pause_ms in RETRY_MS {
        if !matches!(result, Err(Fault::Unreachable)) {
            break;
        }
        dom::sleep(pause_ms).await;
        result = get_once(lang, path, why, ANSWER_MS_MAX).await;
    }
    result
}

/// Reads a text of the help; it comes with the pages.
pub async fn help(lang: Lang, topic: &str) -> Result<String, Fault> {
    let path = format!("/help/{}/{topic}.html", lang.pick("zh", "en"));
    let request = RequestBuilder::new(&path).method(Method::GET).build().map_err(|_| Fault::Unreachable)?;
    read(request.send().await.map_err(|_| Fault::Unreachable)?).await
}

/// Reads once what is only wanted until something else is: `signal` gives it up.
pub async fn get_until<T: DeserializeOwned>(lang: Lang, path: &str, signal: &web_sys::AbortSignal) -> Result<T, Fault> {
    let builder = builder(lang, path, Method::GET, ANSWER_MS_MAX).abort_signal(Some(signal));
    let answer = builder.send().await.map_err(|_| Fault::Unreachable)?;
    let status = answer.status();
    serde_json::from_str(&read(answer).await?).map_err(|_| Fault::Strange(status))
}

/// Reads a file, with the name that the node gives it.
pub async fn file(lang: Lang, path: &str) -> Result<(String, Vec<u8>), Fault> {
    let request = builder(lang, path, Method::GET, FILE_MS_MAX).build().map_err(|_| Fault::Unreachable)?;
    let answer = request.send().await.map_err(|_| Fault::Unreachable)?;
    if !answer.ok() {
        let status = answer.status();
        return Err(read(answer).await.err().unwrap_or(Fault::Strange(status)));
    }
    let name = answer.headers().get("content-disposition").and_then(|text| file_name(&text));
    let bytes = answer.binary().await.map_err(|_| Fault::Unreachable)?;
    Ok((name.unwrap_or_default(), bytes))
}

/// The name in a `content-disposition`, in whatever script.
fn file_name(text: &str) -> Option<String> {
    let (_, encoded) = text.split_once("filename*=UTF-8''")?;
    js_sys::decode_uri_component(encoded.split(';').next()?.trim()).ok().map(String::from)
}

/// Waits at the node until something changed.
pub async fn poll<T: DeserializeOwned>(lang: Lang, path: &str) -> Result<T, Fault> {
    get_once(lang, path, Why::Page, POLL_MS_MAX).await
}

/// Sends a command; gives the answer's text.
pub async fn send(lang: Lang, ask: &Ask) -> Result<String, Fault> {
    let mut result = send_once(lang, ask).await;
    for pause_ms in RETRY_MS {
        if !ask.repeatable || !matches!(result, Err(Fault::Unreachable)) {
            break;
        }
        dom::sleep(pause_ms).await;
        result = send_once(lang, ask).await;
    }
    result
}

async fn get_once<T: DeserializeOwned>(lang: Lang, path: &str, why: Why, wait_ms: u32) -> Result<T, Fault> {
    let builder = builder(lang, path, Method::GET, wait_ms);
    let builder = match why {
        Why::Person => builder,
        Why::Page => builder.header(REFRESH_HEADER, "1"),
    };
    let request = builder.build().map_err(|_| Fault::Unreachable)?;
    let answer = request.send().await.map_err(|_| Fault::Unreachable)?;
    let status = answer.status();
    let text = read(answer).await?;
    serde_json::from_str(&text).map_err(|_| Fault::Strange(status))
}

async fn send_once(lang: Lang, ask: &Ask) -> Result<String, Fault> {
    let method = match ask.verb {
        Verb::Post => Method::POST,
        Verb::Put => Method::PUT,
        Verb::Patch => Method::PATCH,
        Verb::Delete => Method::DELETE,
    };
    let mut builder = builder(lang, &ask.path, method, ANSWER_MS_MAX);
    if let Some(key) = &ask.key {
        builder = builder.header("Idempotency-Key", key);
    }
    if !ask.heads.is_empty() {
        builder = builder.header("daiban-heads", &ask.heads);
    }
    let request = if let Some(file) = &ask.file {
        builder.header("Content-Type", "application/octet-stream").body(file.clone())
    } else if ask.body.is_empty() {
        builder.build()
    } else {
        builder.header("Content-Type", "application/json").body(ask.body.clone())
    };
    let answer = request.map_err(|_| Fault::Unreachable)?.send().await.map_err(|_| Fault::Unreachable)?;
    read(answer).await
}

fn builder(lang: Lang, path: &str, method: Method, wait_ms: u32) -> RequestBuilder {
    let signal = web_sys::AbortSignal::timeout_with_u32(wait_ms);
    RequestBuilder::new(&format!("/api/v1{path}"))
        .method(method)
        .header("Accept", "application/json")
        .header("Accept-Language", lang.pick("zh", "en"))
        .abort_signal(Some(&signal))
}

async fn read(answer: Response) -> Result<String, Fault> {
    let status = answer.status();
    // A body cut in the middle is a line that broke, not an answer.
    let text = answer.text().await.map_err(|_| Fault::Unreachable)?;
    if answer.ok() {
        return Ok(text);
    }
    match (status, serde_json::from_str::<Problem>(&text)) {
        // At the sign-in itself 401 is a wrong password, and the node says so.
        (401, Ok(problem)) if problem.code == "wrong_password" => Err(Fault::Refused(Box::new(problem))),
        (401, _) => Err(Fault::SignedOut),
        (_, Ok(problem)) => Err(Fault::Refused(Box::new(problem))),
        (502..=504, Err(_)) => Err(Fault::Unreachable),
        (_, Err(_)) => Err(Fault::Strange(status)),
    }
}
