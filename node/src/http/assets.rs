//! The web client, from inside the binary: compressed where the browser takes it, kept by it for ever where the name
//! carries the content's hash. Every path that is no file is a page of the client.

use super::lang_of;
use super::visit::{Visit, Web, visit};
use daiban_shared::text::ProblemText;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, Method, StatusCode};
use rust_embed::{Embed, EmbeddedFile};
use warp::Filter;
use warp::filters::BoxedFilter;
use warp::reply::Response;

/// What `cargo xtask web` made. A debug build reads the folder, a release build has it inside.
#[derive(Embed)]
#[folder = "../web/dist"]
#[exclude = ".gitkeep"]
#[allow_missing = true]
struct Dist;

/// Paths that are never pages.
const NOT_PAGES: [&str; 5] = ["api", "sync", "control", "assets", "metrics"];
const PAGE: &str = "index.html";

/// What every page may load: itself, and its compiled code. Nothing from elsewhere, and no frame around it.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Headers of every answer.
pub const SECURITY: [(HeaderName, &str); 5] = [
    (HeaderName::from_static("content-security-policy"), POLICY),
    (HeaderName::from_static("x-content-type-options"), "nosniff"),
    (HeaderName::from_static("x-frame-options"), "DENY"),
    (HeaderName::from_static("referrer-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Whatever no other area took.
pub fn routes(web: &Web) -> BoxedFilter<(Response,)> {
    warp::path::tail()
        .and(visit(web))
        .then(|path: warp::path::Tail, visit: Visit| async move {
            match visit.method {
                Method::GET => get(path.as_str(), &visit.headers),
                _ => super::problem::Fault::from(ProblemText::NotFound).response(visit.lang()),
            }
        })
        .boxed()
}

fn get(path: &str, headers: &HeaderMap) -> Response {
    let first = path.split('/').next().unwrap_or_default();
    let is_file = path.rsplit('/').next().unwrap_or_default().contains('.');
    if !path.is_empty() && Dist::get(path).is_some() && !path.ends_with(".br") && !path.ends_with(".gz") {
        return file(path, headers);
    }
    if is_file || NOT_PAGES.contains(&first) {
        return super::problem::Fault::from(ProblemText::NotFound).response(lang_of(headers));
    }
    if Dist::get(PAGE).is_some() { file(PAGE, headers) } else { not_built() }
}

fn file(path: &str, headers: &HeaderMap) -> Response {
    let (found, encoding) = best(path, headers);
    let Some(found) = found else { return not_built() };
    let tag = format!("\"{}\"", hex(&found.metadata.sha256_hash()[..16]));
    let is_known =
        headers.get_all(IF_NONE_MATCH).iter().any(|value| value.to_str().is_ok_and(|text| text.contains(&tag)));
    let mut response = if is_known { Response::default() } else { Response::new(found.data.into_owned().into()) };
    if is_known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    }
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        out.insert(ETAG, tag);
    }
    out.insert(CONTENT_TYPE, HeaderValue::from_static(kind(path)));
    out.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let kept = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    out.insert(CACHE_CONTROL, HeaderValue::from_static(kept));
    if let Some(encoding) = encoding {
        out.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// The smallest form of a file that the browser reads.
fn best(path: &str, headers: &HeaderMap) -> (Option<EmbeddedFile>, Option<&'static str>) {
    for (ending, name) in [("br", "br"), ("gz", "gzip")] {
        if takes(headers, name)
            && let Some(found) = Dist::get(&format!("{path}.{ending}"))
        {
            return (Some(found), Some(name));
        }
    }
    (Dist::get(path), None)
}

/// Whether the browser reads this encoding: named, and not with weight 0.
fn takes(headers: &HeaderMap, name: &str) -> bool {
    let accepted = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    accepted.flat_map(|value| value.split(',')).any(|part| {
        let mut parts = part.split(';').map(str::trim);
        let is_it = parts.next().is_some_and(|found| found.eq_ignore_ascii_case(name));
        is_it
            && !parts.any(|weight| {
                weight.strip_prefix("q=").is_some_and(|weight| weight.trim_end_matches(['0', '.']).is_empty())
            })
    })
}

fn kind(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "json" | "webmanifest" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The program was built without its pages; the API works all the same.
fn not_built() -> Response {
    const PAGE: &str = "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>Daiban</title>\
        <body style=\"font:18px/1.6 sans-serif;max-width:40em;margin:3em auto;padding:0 1em\">\
        <h1>本程序不含网页</h1><p>请先运行 <code>cargo xtask web</code>，再重新编译本程序。</p>\
        <p lang=\"en\">This program was built without its pages. Run <code>cargo xtask web</code>, then build it again.</p>";
    let mut response = Response::new(PAGE.into());
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_only_where_the_browser_takes_it() {
        let table = [
            ("br", true),
            ("gzip, deflate, br", true),
            ("gzip, BR;q=0.5", true),
            ("gzip;q=1.0, br;q=0", false),
            ("br;q=0.000", false),
            ("brotli", false),
            ("gzip", false),
            ("", false),
        ];
        for (sent, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(sent));
            assert_eq!(takes(&headers, "br"), expected, "{sent}");
        }
        assert!(!takes(&HeaderMap::new(), "br"));
    }

    #[test]
    fn what_the_client_consists_of_has_the_right_type_and_lifetime() {
        for path in Dist::iter().filter(|path| !path.ends_with(".br") && !path.ends_with(".gz")) {
            let reply = get(&path, &HeaderMap::new());
            assert_eq!(reply.status(), StatusCode::OK, "{path}");
            assert_ne!(reply.headers()[CONTENT_TYPE], "application/octet-stream", "{path} needs a type");
            let kept = reply.headers()[CACHE_CONTROL].to_str().expect("ASCII");
            assert_eq!(kept.contains("immutable"), path.starts_with("assets/"), "{path}");
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, reply.headers()[ETAG].clone());
            assert_eq!(get(&path, &headers).status(), StatusCode::NOT_MODIFIED, "{path}");
        }
    }
}
