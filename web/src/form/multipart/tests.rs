//! Who may send files, how large they may be, and what of them lies on the disk.

use std::{error::Error, path::Path};

use async_trait::async_trait;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::*;
use crate::backend::Backend;

/// An API that knows one account.
struct Knows(Value);

#[async_trait]
impl Backend for Knows {
    async fn answer(&self, request: Request<Body>) -> Response<Body> {
        let body = match request.uri().path() {
            "/api/v1/sessions/current" => json!({ "csrf_token": "ours", "me": self.0 }),
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

type CutOff = fn(&(dyn Error + 'static)) -> Option<Code>;

/// What becomes of a form with a file of so many bytes, and the folder below which it
/// would be kept.
fn sent(me: Value, path: &str, csrf: &str, bytes: usize, cut_off: CutOff) -> (SentFiles, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut portal = Portal::for_tests(Knows(me));
    portal.files = FileRules {
        scratch: folder.path().join("uploads").into(),
        startup_bytes: 10,
        staff_bytes: 20,
        cut_off,
    };
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
    let request = request.expect("a request");
    let taken = runtime().block_on(SentFiles::from_request(request, &portal));
    (taken.expect("a form"), folder)
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
