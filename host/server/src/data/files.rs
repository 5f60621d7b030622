//! The files of a release: the table twice, its dictionary, the policy and the report. The
//! same release always has the same bytes.

use pilotbox_sanitize::{
    format::write,
    policy::Policy,
    publish::{Made, described},
};

use crate::problem::Problem;

/// The report with sample values. Its digest would confirm a guess of them, so of a sealed
/// release it is told to nobody.
pub(crate) const REPORT: &str = "risk.json";

/// A file that is published.
pub(crate) struct File {
    /// Its name.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// All of them. Blocks.
pub(crate) fn files(policy: &Policy, policy_text: &str, made: &Made) -> Result<Vec<File>, Problem> {
    let (id, table) = (&policy.dataset, &made.sanitized.table);
    let (mut parquet, mut csv) = (Vec::new(), Vec::new());
    // The writers name no cell, and a buffer in memory does not fail.
    write::parquet(table, &mut parquet).map_err(|_| unwritten(id))?;
    write::csv(table, &mut csv).map_err(|_| unwritten(id))?;
    let report = serde_json::to_vec_pretty(&made.report).map_err(Problem::internal)?;
    let file = |name: String, bytes: Vec<u8>| File { name, bytes };
    Ok(vec![
        file(format!("{id}.parquet"), parquet),
        file(format!("{id}.csv"), csv),
        file(
            format!("{id}.csv-metadata.json"),
            described(policy, table).into_bytes(),
        ),
        file("policy.toml".to_owned(), policy_text.as_bytes().to_vec()),
        file(REPORT.to_owned(), report),
    ])
}

fn unwritten(data_set: &str) -> Problem {
    Problem::internal(format!("a release of `{data_set}` could not be written"))
}
