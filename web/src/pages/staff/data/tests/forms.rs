//! What the forms of the workbench send, where they lead, and how a refusal is told.

use super::*;

fn posted(portal: &Portal, path: &str, typed: &[(&'static str, &str)]) -> Posted {
    let fields = typed.iter().map(|(name, text)| (*name, (*text).to_owned()));
    Posted {
        visit: visit(portal, path),
        fields: Fields::of(fields),
    }
}

#[test]
fn a_policy_with_faults_comes_back_as_typed_with_its_faults_beside_their_lines() {
    let fields = json!([
        { "field": "version", "message": "line 2: `one` is no version; hint: write it like `1.0.0`" },
        { "field": "toml", "message": "no column is left" }
    ]);
    let (portal, _) = bench(inside(true, &raw()), refusal("rejected", 422, &fields));
    let typed = "dataset = \"trips\"\nversion = \"one\"\n";
    let sent = SentFiles {
        visit: visit(&portal, POLICIES),
        fields: Fields::of([("toml", typed.to_owned())]),
        files: Vec::new(),
        failure: None,
    };
    let (status, _, html) = shown(Box::pin(policies::propose(id(), sent)));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        html.contains("version = &quot;one&quot;\n</textarea>"),
        "{html}"
    );
    assert!(html.contains("There are 2 faults."), "{html}");
    assert!(html.contains(r##"href="#toml""##), "{html}");
    for cell in [
        "`one` is no version",
        "write it like `1.0.0`",
        "no column is left",
    ] {
        assert!(html.contains(cell), "no {cell} in {html}");
    }
}

#[test]
fn an_empty_policy_is_not_sent() {
    let (portal, changes) = bench(inside(true, &raw()), done());
    for (typed, says) in [
        (" \n".to_owned(), "Please fill this in."),
        ("x".repeat(262_145), texts::TOML_LARGE.en),
    ] {
        let sent = SentFiles {
            visit: visit(&portal, POLICIES),
            fields: Fields::of([("toml", typed)]),
            files: Vec::new(),
            failure: None,
        };
        let (status, _, html) = shown(Box::pin(policies::propose(id(), sent)));
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(html.contains(says), "{html}");
    }
    assert!(changes.lock().unwrap().is_empty());
}

#[test]
fn nothing_red_is_released_and_each_reason_is_told() {
    let fields = json!([{ "field": "k-anonymity", "message": "2 rows are alone" }]);
    let (portal, _) = bench(inside(true, &raw()), refusal("rejected", 422, &fields));
    let typed = [("policy", "1.0.0"), ("is_sealed", "yes")];
    let posted = posted(&portal, RELEASES, &typed);
    let (status, _, html) = shown(Box::pin(releases::make(id(), posted)));
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(html.contains("2 rows are alone"), "{html}");
    assert!(
        html.contains(crate::texts::report::PROMISE_K_ANONYMITY.en),
        "{html}"
    );
    assert!(html.contains("checked"), "what was ticked is gone: {html}");
}

#[test]
fn each_form_leads_on_and_says_what_it_has_done() {
    let (portal, changes) = bench(inside(true, &raw()), done());
    let answer = (StatusCode::OK, set(false, &Value::Null));
    let (making, made) = bench(inside(true, &raw()), answer);
    let account = [("act", "remove-reader"), ("account", "A")];
    let new = [
        ("id", "trips"),
        ("title_bg", "а"),
        ("title_en", "a"),
        ("description_bg", "б"),
        ("description_en", "b"),
        ("owner", "c"),
        ("theme", "TRAN"),
        ("raw_days", "30"),
    ];
    let version = || Path(("trips".to_owned(), "1.0.0".to_owned()));
    let email = [("act", "reader"), ("email", "b@sofia.example")];
    let open = [("act", "open"), ("number", "2")];
    let cases: [(BoxFuture<'_, Response<Body>>, &str); 6] = [
        (Box::pin(make(posted(&making, "/staff/data", &new))), "made"),
        (
            Box::pin(bench::post(id(), posted(&portal, BENCH, &email))),
            "reader",
        ),
        (
            Box::pin(bench::post(id(), posted(&portal, BENCH, &account))),
            "reader-removed",
        ),
        (
            Box::pin(bench::post(id(), posted(&portal, BENCH, &open))),
            "opened",
        ),
        (
            Box::pin(raw::delete(id(), posted(&portal, DELETE, &[]))),
            "deleted",
        ),
        (
            Box::pin(policy::approve(version(), posted(&portal, POLICY, &[]))),
            "approved",
        ),
    ];
    for (answer, word) in cases {
        let (status, place, html) = shown(answer);
        assert_eq!(status, StatusCode::SEE_OTHER, "{word}: {html}");
        assert!(place.ends_with(&format!("?done={word}")), "{place}");
    }
    assert_eq!(*made.lock().unwrap(), ["POST /data-sets"]);
    let expected = [
        "POST /data-sets/trips/readers",
        "DELETE /data-sets/trips/readers/A",
        "PUT /data-sets/trips/releases/2/opening",
        "DELETE /data-sets/trips/raw",
        "PUT /data-sets/trips/policies/1.0.0/approval",
    ];
    assert_eq!(*changes.lock().unwrap(), expected);
}

#[test]
fn what_is_refused_is_told_in_words_of_the_reader() {
    let none = json!([]);
    let cases = [
        (
            "conflict",
            409,
            [("act", "remove-reader"), ("account", "A")],
            texts::REMOVE_LAST,
        ),
        (
            "wrong-state",
            409,
            [("act", "open"), ("number", "2")],
            texts::OPEN_LATER,
        ),
        (
            "conflict",
            409,
            [("act", "reader"), ("email", "a@b.c")],
            texts::READER_ALREADY,
        ),
        (
            "not-found",
            404,
            [("act", "reader"), ("email", "a@b.c")],
            texts::READER_UNKNOWN,
        ),
    ];
    for (code, status, typed, says) in cases {
        let (portal, _) = bench(inside(true, &raw()), refusal(code, status, &none));
        let posted = posted(&portal, BENCH, &typed);
        let (status, _, html) = shown(Box::pin(bench::post(id(), posted)));
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{code}");
        assert!(html.contains(says.en), "{code}: {html}");
    }
    let (portal, _) = bench(inside(true, &raw()), refusal("not-allowed", 403, &none));
    let version = Path(("trips".to_owned(), "1.0.0".to_owned()));
    let posted = posted(&portal, POLICY, &[]);
    let (_, _, html) = shown(Box::pin(policy::approve(version, posted)));
    assert!(html.contains(texts::APPROVE_OWN.en), "{html}");
}
