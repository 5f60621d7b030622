//! Who may send files, how large they may be, and what of them lies on the disk.

use std::{error::Error, path::Path, sync::Arc};

use async_trait::async_trait;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::Semaphore;

use super::*;
use crate::backend::Backend;

/// An API that knows one account.
struct Knows(Value);

#[async_trait]
impl Backend for Knows {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let body = match request.uri().path() {
            "/api/v1/sessions/current" => json!({ "csrf_token": "ours", "me": self.0 }),
            "/api/v1/data-sets/read" => data_set(true),
            "/api/v1/data-sets/others" => data_set(false),
            _ => json!({}),
        };
        Response::new(Body::from(body.to_string()))
    }
}

fn me(roles: &[&str], is_member: bool) -> Value {
    let own = json!([{ "id": "O", "name": "O", "is_owner": true }]);
    json!({
        "id": "A", "email": null, "name": "A", "language": "bg", "roles": roles,
        "organisations": if is_member { own } else { json!([]) },
        "has_second_factor": true, "needs_second_factor": false,
        "created_at": "2026-01-01T00:00:00Z"
    })
}

fn data_set(may_read: bool) -> Value {
    let both = json!({ "bg": "Т", "en": "T" });
    json!({
        "id": "read", "title": both, "description": both, "owner": "O", "theme": "TRAN",
        "created_at": "2026-01-01T00:00:00Z", "releases": [], "used_by": [],
        "inside": {
            "raw_days": 1, "may_read": may_read, "may_name": may_read,
            "may_delete": may_read, "readers": [], "raw": null,
            "policies": [], "accesses": []
        }
    })
}

fn citizen() -> Value {
    me(&["citizen"], false)
}

fn member() -> Value {
    me(&["citizen", "startup"], true)
}

fn staff() -> Value {
    me(&["citizen", "staff"], false)
}

const SUBMIT: &str = "/bg/challenges/a/submit";
const UPLOAD: &str = "/bg/staff/upload";
const RAW: &str = "/bg/staff/data/read/raw";

type CutOff = fn(&(dyn Error + 'static)) -> Option<Code>;

/// What becomes of a form with a file of so many bytes, and the folder below which it
/// would be kept.
fn sent(me: Value, path: &str, csrf: &str, bytes: usize, cut_off: CutOff) -> (SentFiles, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = portal(me, &folder, cut_off);
    let taken = SentFiles::from_request(request(path, csrf, bytes), &portal);
    (runtime().block_on(taken).expect("a form"), folder)
}

/// What becomes of raw data of so many bytes, and a portal that takes no more at once.
fn raw_sent(path: &str, me: Value, bytes: usize) -> (SentFiles, Portal, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let portal = portal(me, &folder, |_| None);
    let taken = SentRaw::from_request(request(path, "ours", bytes), &portal);
    let SentRaw(sent) = runtime().block_on(taken).expect("a form");
    (sent, portal, folder)
}

fn portal(me: Value, folder: &TempDir, cut_off: CutOff) -> Portal {
    let mut portal = Portal::for_tests(Knows(me));
    portal.files = FileRules {
        scratch: folder.path().join("uploads").into(),
        startup_bytes: 10,
        staff_bytes: 20,
        raw_bytes: 200_000,
        raw_places: Arc::new(Semaphore::new(1)),
        cut_off,
    };
    portal
}

fn request(path: &str, csrf: &str, bytes: usize) -> Request<Body> {
    let file = "x".repeat(bytes);
    // Without bytes the form breaks off within its file.
    let end = if bytes == 0 { "" } else { "--b--\r\n" };
    let body = format!(
        "--b\r\ncontent-disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n\
         --b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n{file}\r\n{end}"
    );
    let request = Request::post(path)
        .header("cookie", "session=s")
        .header("content-type", "multipart/form-data; boundary=b")
        .body(Body::from(body));
    request.expect("a request")
}

fn runtime() -> tokio::runtime::Runtime {
    let made = tokio::runtime::Builder::new_current_thread().build();
    made.expect("a runtime")
}

fn code(sent: &SentFiles) -> Option<Code> {
    sent.failure.as_ref().map(|failure| failure.code)
}

#[test]
fn nothing_is_kept_for_whoever_may_not_send_it() {
    let cases = [
        (citizen(), SUBMIT, "ours", Code::NotAllowed),
        (staff(), SUBMIT, "ours", Code::NotAllowed),
        (citizen(), UPLOAD, "ours", Code::NotAllowed),
        (member(), UPLOAD, "ours", Code::NotAllowed),
        (member(), SUBMIT, "theirs", Code::ForeignForm),
    ];
    for (me, path, csrf, expected) in cases {
        let (sent, folder) = sent(me, path, csrf, 5, |_| None);
        assert_eq!(code(&sent), Some(expected), "{path}");
        assert!(sent.files.is_empty());
        assert!(!folder.path().join("uploads").exists(), "{path}");
    }
}

#[test]
fn startups_and_staff_have_their_own_bounds() {
    for (me, path, most) in [(member(), SUBMIT, 10), (staff(), UPLOAD, 20)] {
        let (within, _folder) = sent(me.clone(), path, "ours", most, |_| None);
        assert_eq!(code(&within), None, "{path}");
        let (beyond, _folder) = sent(me, path, "ours", most + 1, |_| None);
        assert_eq!(code(&beyond), Some(Code::TooLarge), "{path}");
        assert!(beyond.files.is_empty());
    }
}

#[test]
fn a_file_has_no_name_on_the_disk_and_is_read_from_its_beginning() {
    let (sent, folder) = sent(member(), SUBMIT, "ours", 5, |_| None);
    let names = |folder: &Path| std::fs::read_dir(folder).map(Iterator::count);
    let left = names(&folder.path().join("uploads")).expect("the folder is made");
    assert_eq!(left, 0, "a killed server would leave it behind");
    let file = sent.file("file").expect("it was sent");
    for _ in 0..2 {
        let whole = axum::body::to_bytes(file.body().expect("a body"), 100);
        let bytes = runtime().block_on(whole).expect("bytes");
        assert_eq!(&bytes[..], b"xxxxx");
    }
}

#[test]
fn raw_data_waits_in_memory_and_not_on_the_disk() {
    for bytes in [1, 65_536, 200_000] {
        let (sent, _portal, folder) = raw_sent(RAW, staff(), bytes);
        assert_eq!(code(&sent), None, "{bytes}");
        assert!(!folder.path().join("uploads").exists());
        let file = sent.file("file").expect("it was sent");
        for _ in 0..2 {
            let whole = axum::body::to_bytes(file.body().expect("a body"), bytes);
            let whole = runtime().block_on(whole).expect("bytes");
            assert_eq!(whole.len(), bytes);
            assert!(whole.iter().all(|byte| *byte == b'x'));
        }
    }
    let (beyond, _portal, _folder) = raw_sent(RAW, staff(), 200_001);
    assert_eq!(code(&beyond), Some(Code::TooLarge));
}

#[test]
fn raw_data_is_taken_from_readers_alone_and_a_few_at_once() {
    let cases = [
        (RAW, member()),
        ("/bg/staff/data/others/raw", staff()),
        ("/bg/staff/data/others/raw", citizen()),
    ];
    for (path, me) in cases {
        let (sent, _portal, _folder) = raw_sent(path, me, 5);
        assert_eq!(code(&sent), Some(Code::NotAllowed), "{path}");
        assert!(sent.files.is_empty());
    }
    let (elsewhere, _portal, _folder) = raw_sent(UPLOAD, staff(), 5);
    assert_eq!(code(&elsewhere), Some(Code::NotFound));
    let (held, portal, _folder) = raw_sent(RAW, staff(), 5);
    let again = || {
        let taken = SentRaw::from_request(request(RAW, "ours", 5), &portal);
        let SentRaw(sent) = runtime().block_on(taken).expect("a form");
        code(&sent)
    };
    assert_eq!(again(), Some(Code::Unavailable));
    drop(held);
    assert_eq!(again(), None);
}

#[test]
fn a_body_that_the_server_has_cut_off_says_why() {
    let (broken, _folder) = sent(member(), SUBMIT, "ours", 0, |_| None);
    assert_eq!(code(&broken), Some(Code::BadRequest));
    let (slow, _folder) = sent(member(), SUBMIT, "ours", 0, |_| Some(Code::RequestTimeout));
    assert_eq!(code(&slow), Some(Code::RequestTimeout));
}

#[test]
fn a_file_goes_on_under_its_name_without_folders_or_quotes() {
    assert_eq!(plain_name("C:\\data\\Спирки 2026.csv"), "Спирки 2026.csv");
    assert_eq!(plain_name("../a\"; name=\"x\r\n.csv"), "a; name=x.csv");
    assert_eq!(plain_name(&"x".repeat(NAME_CHARS + 1)).len(), NAME_CHARS);
    let (sent, _folder) = sent(member(), SUBMIT, "ours", 5, |_| None);
    let file = sent.file("file").expect("it was sent");
    assert_eq!(file.name, "f");
    let (_, body) = Outgoing::of(&[], &[("raw", file)]).expect("a body");
    let bytes = runtime().block_on(axum::body::to_bytes(body, 1_000));
    let text = String::from_utf8(bytes.expect("bytes").to_vec()).expect("a text");
    assert!(text.contains(r#"name="raw"; filename="f""#), "{text}");
}
