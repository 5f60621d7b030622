use super::*;

fn given(kind: TemplateKind, pairs: &[(&str, ParamValue)]) -> Vec<String> {
    let params = pairs
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    faults(kind, &params)
        .into_iter()
        .map(|fault| format!("{}: {}; {}", fault.name, fault.message, fault.hint))
        .collect()
}

fn text(value: &str) -> ParamValue {
    ParamValue::Text(value.to_owned())
}

fn forecast() -> Vec<(&'static str, ParamValue)> {
    vec![
        ("table", text("readings")),
        ("target", text("litres")),
        ("time", text("at")),
        ("step", ParamValue::Integer(3600)),
        ("horizon", ParamValue::Integer(24)),
        ("history", ParamValue::Integer(336)),
        ("metric", text("mae")),
    ]
}

fn changed(name: &'static str, value: ParamValue) -> Vec<String> {
    let mut pairs = forecast();
    pairs.retain(|(other, _)| *other != name);
    pairs.push((name, value));
    given(TemplateKind::Forecast, &pairs)
}

#[test]
fn settings_that_fit_have_no_fault() {
    assert_eq!(given(TemplateKind::Forecast, &forecast()), [""; 0]);
    assert_eq!(changed("strata", text("weekday")), [""; 0]);
    assert_eq!(changed("strata", text("district")), [""; 0]);
}

#[test]
fn a_setting_that_the_template_lacks_is_refused() {
    let found = changed("colour", text("red"));
    assert!(
        found[0].starts_with("colour: template `forecast` has no setting `colour`; use `table`")
    );
}

#[test]
fn a_setting_that_is_needed_is_asked_for() {
    let mut pairs = forecast();
    pairs.remove(1);
    assert_eq!(
        given(TemplateKind::Forecast, &pairs),
        ["target: template `forecast` needs the setting `target`; \
          add `target`: column of numbers that is forecast"]
    );
}

#[test]
fn values_outside_their_bounds_are_refused() {
    for (name, value, said) in [
        ("step", ParamValue::Integer(0), "from 1 to 2678400"),
        ("step", ParamValue::Integer(2_678_401), "from 1 to 2678400"),
        ("step", ParamValue::Number(1.5), "from 1 to 2678400"),
        ("horizon", ParamValue::Integer(1_001), "from 1 to 1000"),
        ("history", ParamValue::Integer(100_001), "from 1 to 100000"),
        ("metric", text("mape"), "use `mae`, `rmse`, `wape`"),
        ("target", text(""), "give it as text"),
        ("target", ParamValue::Integer(1), "give it as text"),
        ("target", text("a\u{7}"), "give it as text"),
        ("table", text("Readings"), "lower-case"),
        ("table", text("params"), "`params` is taken"),
        ("table", text("../final/readings"), "lower-case"),
    ] {
        let found = changed(name, value.clone());
        assert!(
            found.len() == 1 && found[0].contains(said),
            "{value:?}: {found:?}"
        );
    }
    for value in [ParamValue::Integer(1), ParamValue::Integer(2_678_400)] {
        assert_eq!(changed("step", value), [""; 0]);
    }
    let long = |bytes| changed("target", text(&"x".repeat(bytes)));
    assert_eq!(long(2_000), [""; 0]);
    assert_eq!(long(2_001).len(), 1);
}

#[test]
fn strata_by_series_need_series() {
    assert!(changed("strata", text("series"))[0].contains("there is one series"));
    let mut pairs = forecast();
    pairs.extend([("strata", text("series")), ("series", text("pump"))]);
    assert_eq!(given(TemplateKind::Forecast, &pairs), [""; 0]);
}

#[test]
fn one_column_serves_one_setting() {
    assert!(changed("time", text("litres"))[0].contains("named by `target` already"));
}

#[test]
fn the_answer_is_never_among_the_features() {
    let found = |features: &str| {
        given(
            TemplateKind::Classify,
            &[
                ("table", text("trees")),
                ("target", text("state")),
                ("id", text("tree")),
                ("metric", text("accuracy")),
                ("features", text(features)),
            ],
        )
    };
    assert_eq!(found("height, age"), [""; 0]);
    assert!(found("height, state")[0].contains("`state` would be shown"));
    assert!(found("tree,height")[0].contains("`tree` would be shown"));
    assert!(found("height,,age")[0].contains("separated by commas"));
}

#[test]
fn wishes_are_ordered_by_exactly_one_column() {
    let found = |more: &[(&str, ParamValue)]| {
        let mut pairs = vec![
            ("table", text("wishes")),
            ("person", text("child")),
            ("place", text("camp")),
            ("capacity", text("places")),
            ("group", text("week")),
            ("metric", text("mean-cost")),
        ];
        pairs.extend_from_slice(more);
        given(TemplateKind::Assign, &pairs)
    };
    assert_eq!(found(&[("rank", text("rank"))]), [""; 0]);
    assert!(found(&[])[0].contains("neither `rank` nor `cost`"));
    assert!(found(&[("rank", text("rank")), ("cost", text("metres"))])[0].contains("both"));
    let unplaced = |value| found(&[("rank", text("rank")), ("unplaced", value)]);
    assert_eq!(unplaced(ParamValue::Number(2.5)), [""; 0]);
    assert!(unplaced(ParamValue::Integer(0))[0].contains("above 0"));
    assert!(unplaced(text("much"))[0].contains("above 0"));
}

#[test]
fn what_is_typed_becomes_what_the_setting_is() {
    let read = |name: &str, typed: &str| {
        spec(TemplateKind::Forecast, name)
            .expect("it is a setting")
            .read(typed)
    };
    assert_eq!(read("step", " 3600 "), Some(ParamValue::Integer(3600)));
    assert_eq!(read("step", "an hour"), Some(text("an hour")));
    assert_eq!(read("target", "12"), Some(text("12")));
    assert_eq!(read("series", "  "), None);
    let unplaced = spec(TemplateKind::Assign, "unplaced").expect("it is a setting");
    assert_eq!(unplaced.read("2.5"), Some(ParamValue::Number(2.5)));
    assert_eq!(unplaced.read("inf"), Some(text("inf")));
}

#[test]
fn a_harness_reads_sorted_keys_and_the_same_numbers() {
    let params = BTreeMap::from([
        ("unplaced".to_owned(), ParamValue::Number(0.1)),
        ("cost".to_owned(), text("metres")),
        ("batch".to_owned(), ParamValue::Integer(50)),
    ]);
    let own = |key: &str, value: &str| (key.to_owned(), value.to_owned());
    assert_eq!(
        rows(&params),
        [
            own("batch", "50"),
            own("cost", "metres"),
            own("unplaced", "0.1")
        ]
    );
}
