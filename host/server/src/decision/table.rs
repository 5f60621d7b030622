//! A decision as a table: a row for each finalist, for spreadsheets.

use pilotbox_model::api::decisions::{DecidedCandidate, DecidedNumbers};
use serde_json::Value;

use crate::{api::list::inert, problem::Problem};

/// Names and cells of a row.
type Row = Vec<(String, String)>;

/// The table, with a header. Columns of criteria, metrics and strata are named after them;
/// a finalist without a number has an empty cell.
pub(crate) fn table(numbers: &DecidedNumbers) -> Result<Vec<u8>, Problem> {
    let rows: Vec<Row> = numbers.candidates.iter().map(row).collect();
    let mut columns: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(&columns).map_err(Problem::internal)?;
    for row in &rows {
        let cell = |name: &&str| {
            let found = row.iter().find(|(column, _)| column == name);
            found.map_or("", |(_, text)| text.as_str())
        };
        let cells = columns.iter().map(cell);
        writer.write_record(cells).map_err(Problem::internal)?;
    }
    writer.into_inner().map_err(Problem::internal)
}

fn row(one: &DecidedCandidate) -> Row {
    let mut row = about(one);
    row.extend(scores(one));
    row
}

fn about(one: &DecidedCandidate) -> Row {
    let exclusions: Vec<String> = one.exclusions.iter().map(word).collect();
    let cells = [
        ("position", number(one.position)),
        ("place", number(one.place)),
        ("organisation", inert(&one.organisation)),
        ("title", inert(&one.title)),
        ("submission", one.submission.clone()),
        ("plugin_digest", one.plugin_digest.clone()),
        ("exclusions", exclusions.join(" ")),
        (
            "after_by",
            one.after_by.map(|by| word(&by)).unwrap_or_default(),
        ),
        ("total", number(one.total)),
        ("low", number(one.low)),
        ("high", number(one.high)),
        ("rank_low", number(one.rank_low)),
        ("rank_high", number(one.rank_high)),
        ("leads_under_weights", number(one.leads_under_weights)),
        ("weights_rank_low", number(one.weights_rank_low)),
        ("weights_rank_high", number(one.weights_rank_high)),
        ("has_references", one.has_references.to_string()),
        ("cost_eur", number(one.cost_eur)),
        ("ticket", one.ticket.clone()),
    ];
    cells
        .into_iter()
        .map(|(name, cell)| (name.to_owned(), cell))
        .collect()
}

fn scores(one: &DecidedCandidate) -> Row {
    let mut row = Vec::new();
    for heading in &one.headings {
        let name = format!("heading.{}", word(&heading.heading));
        row.push((name, heading.score.to_string()));
    }
    if let Some(automatic) = &one.automatic {
        row.push(("automatic".to_owned(), automatic.total.to_string()));
        for metric in &automatic.metrics {
            let name = format!("metric.{}", metric.name);
            row.push((name, metric.value.to_string()));
        }
        for stratum in &automatic.strata {
            let name = format!("stratum.{}", stratum.name);
            row.push((name, stratum.quality.to_string()));
        }
        row.push(("fuel_p95".to_owned(), automatic.fuel_p95.to_string()));
        row.push(("broken_gates".to_owned(), automatic.broken_gates.join(" ")));
    }
    if let Some(human) = &one.human {
        row.push(("human".to_owned(), human.score.to_string()));
        row.push(("evaluators".to_owned(), human.evaluators.to_string()));
        for criterion in &human.criteria {
            let name = format!("criterion.{}", criterion.criterion);
            row.push((name, criterion.value.to_string()));
        }
    }
    row
}

fn number<T: ToString>(value: Option<T>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

/// A word as the wire has it.
fn word<T: serde::Serialize>(value: &T) -> String {
    let value = serde_json::to_value(value).unwrap_or_default();
    match value {
        Value::String(word) => word,
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::decisions::{DecidedPanel, DecisionExclusion};

    use super::*;

    #[test]
    fn a_name_is_no_formula_and_what_is_missing_is_empty() {
        let candidate = DecidedCandidate {
            submission: "S1".to_owned(),
            title: "A, \"plan\"".to_owned(),
            organisation: "=cmd()".to_owned(),
            plugin_digest: "sha256:ab".to_owned(),
            has_references: false,
            cost_eur: Some(5),
            position: None,
            place: None,
            after_by: None,
            rank_low: None,
            rank_high: None,
            leads_under_weights: None,
            weights_rank_low: None,
            weights_rank_high: None,
            exclusions: vec![DecisionExclusion::Unscored, DecisionExclusion::BelowHuman],
            total: None,
            low: None,
            high: None,
            headings: Vec::new(),
            automatic: None,
            human: None,
            ticket: "ab".to_owned(),
        };
        let numbers = DecidedNumbers {
            candidates: vec![candidate],
            beats: Vec::new(),
            panel: DecidedPanel {
                all_judged_all: true,
                evaluators: Vec::new(),
                agreement: None,
                criteria: Vec::new(),
            },
            moderations: Vec::new(),
            is_reliable: true,
            cases: 0,
        };
        let text = String::from_utf8(table(&numbers).unwrap()).unwrap();
        let line = text.lines().nth(1).unwrap();
        assert!(
            line.starts_with(",,'=cmd(),\"A, \"\"plan\"\"\",S1,sha256:ab,unscored below-human,"),
            "{line}"
        );
        assert!(line.ends_with(",false,5,ab"), "{line}");
    }
}
