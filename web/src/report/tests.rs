//! The report as text: what stands first in it, and that nothing in it is markup.

use pilotbox_model::{
    Digest,
    api::challenges::Bilingual,
    report::{FigureKind, ProgramPoints, Promise, Utility},
};

use super::*;

fn report(light: Light) -> RiskReport {
    RiskReport {
        dataset: "children".to_owned(),
        version: "1.0.0".to_owned(),
        title: Bilingual {
            bg: "Деца & <b>места</b>".to_owned(),
            en: "Children & <b>places</b>".to_owned(),
        },
        policy: Digest::of(b"policy"),
        light,
        rows_before: 10_000,
        rows_after: 9_900,
        rows_suppressed: 100,
        figures: vec![Figure {
            kind: FigureKind::Prosecutor,
            before: 1.0,
            after: 0.125,
            threshold: 0.2,
            light,
        }],
        promises: vec![Promise {
            name: "k-anonymity".to_owned(),
            broken: vec!["rows 3 and 4 are alone".to_owned()],
        }],
        crowds: vec![
            Crowd {
                from: 1,
                to: Some(1),
                crowds: 0,
                rows: 0,
            },
            Crowd {
                from: 10,
                to: Some(19),
                crowds: 7,
                rows: 100,
            },
            Crowd {
                from: 100_000,
                to: None,
                crowds: 3,
                rows: 400_000,
            },
        ],
        columns: vec![ColumnReport {
            name: "born".to_owned(),
            role: "quasi-identifier".to_owned(),
            steps: Vec::new(),
            level: Some((2, 4)),
            loss: Some(0.5),
            distance: None,
            before: vec!["####-##-##".to_owned()],
            after: Vec::new(),
        }],
        utility: None,
    }
}

#[test]
fn a_report_says_first_whether_it_may_be_published() {
    for (light, words) in [
        (Light::Green, "May be published"),
        (Light::Red, "Must not be published"),
    ] {
        let text = document(Language::En, &report(light));
        let place = |what: &str| {
            text.find(what)
                .unwrap_or_else(|| panic!("no `{what}` in {text}"))
        };
        assert!(place(words) < place("Risks and loss"));
    }
}

#[test]
fn a_report_is_text_whatever_stands_in_it() {
    let text = document(Language::Bg, &report(Light::Amber));
    assert!(
        text.contains("<title>Доклад за риска: Деца &amp; &lt;b>места"),
        "{text}"
    );
    assert!(!text.contains("<b>места"));
    assert!(text.contains("rows 3 and 4 are alone"));
}

#[test]
fn only_crowds_that_exist_are_listed() {
    let text = document(Language::En, &report(Light::Green));
    assert!(text.contains("10 to 19") && text.contains("100,000 and more"));
    assert!(text.contains("level 2 of 4") && text.contains("12.50"));
    assert!(!text.contains(">1</"));
}

#[test]
fn promises_and_steps_are_in_words_of_the_reader_and_unknown_ones_as_they_are() {
    let mut report = report(Light::Green);
    report.promises.push(Promise {
        name: "of-another-day".to_owned(),
        broken: Vec::new(),
    });
    report.columns[0].steps = vec!["drop".to_owned(), "shake".to_owned()];
    let english = document(Language::En, &report);
    let bulgarian = document(Language::Bg, &report);
    assert!(english.contains(texts::PROMISE_K_ANONYMITY.en) && !english.contains("k-anonymity"));
    assert!(bulgarian.contains(texts::PROMISE_K_ANONYMITY.bg));
    for text in [&english, &bulgarian] {
        assert!(text.contains("<code>of-another-day</code>"), "{text}");
    }
    let done = format!("{}, shake", texts::STEP_DROP.en);
    assert!(english.contains(&done), "{english}");
}

#[test]
fn a_light_is_a_word_and_a_sign() {
    for (one, sign, word) in [
        (Light::Green, "✓", "green"),
        (Light::Amber, "!", "amber"),
        (Light::Red, "✕", "red"),
    ] {
        let text = page::write(|| light(Language::En, one)).replace("<!---->", "");
        assert!(text.contains(&format!(">{sign}</span> {word}<")), "{text}");
    }
}

#[test]
fn a_part_of_a_page_leaves_its_first_heading_to_the_page() {
    let text = page::write(|| part(Language::Bg, &report(Light::Green)));
    assert!(!text.contains("<h1"), "{text}");
    assert_eq!(text.matches("<h2").count(), 1);
    assert_eq!(text.matches("<h3").count(), 4);
}

#[test]
fn what_programs_lose_is_told_where_it_was_measured() {
    let mut report = report(Light::Red);
    let without = document(Language::En, &report);
    assert!(!without.contains(texts::UTILITY.en), "{without}");
    let program = |name: &str, after| ProgramPoints {
        name: name.to_owned(),
        before: 97.5,
        after,
        points_lost: 97.5 - after.unwrap_or(0.0),
        light: Light::Red,
    };
    report.utility = Some(Utility {
        challenge: "leaks".to_owned(),
        version: "0.1.0".to_owned(),
        max_points_lost: 5.0,
        programs: vec![program("baseline", Some(30.0)), program("reference", None)],
        light: Light::Red,
    });
    for (language, parts) in [
        (
            Language::En,
            ["leaks, baseline", "67.5", "5.0", texts::NOT_RUN.en],
        ),
        (
            Language::Bg,
            ["leaks, reference", "67,5", "5,0", texts::NOT_RUN.bg],
        ),
    ] {
        let text = document(language, &report);
        for part in parts {
            assert!(text.contains(part), "no `{part}` in {text}");
        }
    }
}

#[test]
fn a_measure_that_is_missing_is_told() {
    let mut report = report(Light::Red);
    report.utility = Some(Utility {
        challenge: "leaks".to_owned(),
        version: String::new(),
        max_points_lost: 5.0,
        programs: Vec::new(),
        light: Light::Red,
    });
    let text = document(Language::En, &report);
    assert!(text.contains(texts::NOT_MEASURED.en), "{text}");
}
