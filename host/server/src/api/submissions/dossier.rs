//! Bounds of a dossier's texts.

use pilotbox_model::api::{problem::Code, submissions::Dossier};

use crate::{
    api::text::{demand_line, demand_text},
    problem::Problem,
};

/// Longest title, in characters.
const TITLE: usize = 200;
/// Longest licence.
const LICENCE: usize = 2_000;
/// Longest of the other texts.
const TEXT: usize = 20_000;
/// More than any pilot of a city costs.
const MAX_COST_EUR: u64 = 1_000_000_000;

/// Reads a dossier and checks its bounds.
pub(super) fn parse(json: &[u8]) -> Result<Dossier, Problem> {
    let dossier = serde_json::from_slice(json).map_err(|error| {
        let text = pilotbox_model::printable(&error.to_string());
        Problem::new(Code::BadRequest).detail(format!("`dossier`: {text}"))
    })?;
    demand(&dossier)?;
    Ok(dossier)
}

/// Checks the bounds of a dossier.
pub(super) fn demand(dossier: &Dossier) -> Result<(), Problem> {
    demand_line("title", &dossier.title, TITLE)?;
    demand_text("licence", &dossier.licence, 0, LICENCE)?;
    for (name, text) in [
        ("approach", &dossier.approach),
        ("pilot_plan", &dossier.pilot_plan),
        ("references", &dossier.references),
        ("rights", &dossier.rights),
        ("provenance", &dossier.provenance),
    ] {
        demand_text(name, text, 0, TEXT)?;
    }
    match dossier.cost_eur {
        Some(cost) if cost > MAX_COST_EUR => Err(Problem::new(Code::BadRequest).detail(format!(
            "`cost_eur` is {cost}, at most {MAX_COST_EUR} is allowed"
        ))),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_enough() {
        assert!(parse(br#"{"title": "Parking by weather"}"#).is_ok());
    }

    #[test]
    fn what_is_out_of_bounds_is_named() {
        let cases = [
            ("{}", "`title` has 0 characters"),
            (r#"{"title": "a", "points": 1}"#, "unknown field `points`"),
            (r#"{"title": "a", "title": "b"}"#, "duplicate field `title`"),
            (
                r#"{"title": "a", "cost_eur": 1000000001}"#,
                "`cost_eur` is 1000000001",
            ),
            (r#"{"title": "a", "cost_eur": -1}"#, "invalid value"),
            (r#"{"title": "a", "rights": "\u0000"}"#, "U+0000"),
            ("[", "EOF"),
        ];
        for (json, expected) in cases {
            let problem = parse(json.as_bytes()).unwrap_err();
            assert_eq!(problem.code(), Code::BadRequest);
            let detail = problem.body().detail.unwrap();
            assert!(detail.contains(expected), "{json}: {detail}");
        }
        let long = format!(
            r#"{{"title": "a", "approach": "{}"}}"#,
            "ж".repeat(TEXT + 1)
        );
        assert!(parse(long.as_bytes()).is_err());
        let just = format!(r#"{{"title": "a", "approach": "{}"}}"#, "ж".repeat(TEXT));
        assert!(parse(just.as_bytes()).is_ok());
    }
}
