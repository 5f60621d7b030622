use std::collections::BTreeMap;

use crate::{
    Source, fixture as package,
    lint::{self, parse_manifest, tests::lines},
    template::{SplitTables, TemplateKind, files, fixture},
};

/// A manifest of a template, with some lines changed.
fn template(changes: &[(&str, &str)]) -> Vec<String> {
    let form = fixture::form(TemplateKind::Forecast);
    let tables = SplitTables {
        columns: Vec::new(),
        strata: vec!["all".to_owned()],
        parts: BTreeMap::new(),
    };
    let package = files(&form, tables).expect("the form has no fault");
    let mut text = String::from_utf8(package.files["challenge.toml"].clone()).expect("it is text");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    match parse_manifest(&text) {
        Ok(_) => Vec::new(),
        Err(findings) => lines(&findings),
    }
}

#[test]
fn a_setting_that_does_not_fit_is_found_at_its_line() {
    assert_eq!(template(&[]), [""; 0]);
    let wrong = template(&[("horizon = 5", "horizon = 0")]);
    assert_eq!(
        wrong,
        ["challenge.toml:27:11: setting `horizon` cannot be `0`; \
          hint: give a whole number from 1 to 1000: steps to forecast"]
    );
    let unknown = template(&[("horizon = 5", "horizon = 5\ncolour = \"red\"")]);
    assert!(
        unknown[0].starts_with("challenge.toml:28:10: template `forecast` has no setting `colour`")
    );
    let missing = template(&[("target = \"litres\"\n", "")]);
    assert!(missing[0].starts_with("challenge.toml:"), "{missing:?}");
    assert!(
        missing[0].contains("needs the setting `target`"),
        "{missing:?}"
    );
    let list = template(&[("horizon = 5", "horizon = [5]")]);
    assert!(list[0].contains("is an array"), "{list:?}");
}

#[test]
fn a_template_calls_its_interface_and_measures_its_metric() {
    let other = template(&[("templates/forecast@0.1.0", "templates/assign@0.1.0")]);
    assert!(
        other[0].contains("does not call `pilotbox:templates/assign@0.1.0`"),
        "{other:?}"
    );
    let metric = template(&[("name = \"mae\"", "name = \"rmse\"")]);
    assert!(metric[0].contains("the harness does not measure `rmse`; hint: it measures `mae`"));
    let strange = template(&[("name = \"peek\"", "name = \"spare\"")]);
    assert!(
        strange[0].contains("template `forecast` has no plugin `spare`"),
        "{strange:?}"
    );
}

#[test]
fn a_harness_is_a_crate_or_a_template() {
    let both = template(&[(
        "template = \"forecast\"",
        "template = \"forecast\"\npath = \"harness\"",
    )]);
    assert!(
        both[0].contains("both a `path` and a `template`"),
        "{both:?}"
    );
    let neither = template(&[("template = \"forecast\"\n", "")]);
    assert!(
        neither[0].contains("neither a `path` nor a `template`"),
        "{neither:?}"
    );
    let own = template(&[("template = \"forecast\"", "path = \"harness\"")]);
    assert!(
        own.iter().any(|line| line.contains("has no settings")),
        "{own:?}"
    );
    assert!(
        own.iter()
            .any(|line| line.contains("`plugins.0` lacks the key `path`")),
        "{own:?}"
    );
}

#[test]
fn a_table_called_as_the_settings_is_refused() {
    let folder = package::folder();
    let check = || {
        lines(&lint::check(
            &Source::folder(folder.path()).expect("a folder"),
        ))
    };
    package::write(folder.path(), "data/sample/params.parquet", "x");
    let is_told = |found: &[String]| {
        found
            .iter()
            .any(|line| line.contains("cannot be named `params`"))
    };
    assert!(!is_told(&check()), "a harness of its own may have one");
    let text = package::MANIFEST.replace("path = \"harness\"", "template = \"forecast\"");
    package::write(folder.path(), "challenge.toml", &text);
    assert!(is_told(&check()));
}
