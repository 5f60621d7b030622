//! What a file of data, a policy and a search may take, as a table shows it.

use pilotbox_model::Bound;

use crate::{anonymity, format::Limits, generate, policy};

/// Bounds of files, of policies, of searches, and of data that is made.
pub fn data_bounds() -> Vec<Bound> {
    let mut bounds = of_files().to_vec();
    bounds.extend(of_policies());
    bounds
}

fn bound(name: &'static str, value: u64, unit: &'static str, prevents: &'static str) -> Bound {
    Bound::of_release(name, value, unit, prevents, "")
}

fn of_files() -> [Bound; 13] {
    let limits = Limits::default();
    [
        bound(
            "data_columns",
            limits.columns as u64,
            "columns of a table",
            "a file of separators alone that takes all memory",
        ),
        bound(
            "data_rows",
            limits.rows,
            "rows of a file",
            "a tiny compressed file that is read for hours",
        ),
        bound(
            "data_field_bytes",
            limits.field_bytes as u64,
            "bytes of a cell",
            "a quote that nobody closed",
        ),
        bound(
            "data_line_bytes",
            limits.line_bytes,
            "bytes of a line, a record or an element",
            "an open quote that ends with the memory",
        ),
        bound(
            "data_depth",
            limits.depth as u64,
            "JSON values in one another",
            "brackets that use up the stack",
        ),
        bound(
            "data_entries",
            limits.entries as u64,
            "files of an archive",
            "an archive that is a list of names",
        ),
        bound(
            "data_entry_bytes",
            limits.entry_bytes,
            "unpacked bytes of a file of an archive",
            "filling disk and memory by one archive",
        ),
        bound(
            "data_ratio",
            limits.ratio,
            "times larger unpacked",
            "a zip bomb",
        ),
        bound(
            "data_row_groups",
            limits.row_groups as u64,
            "row groups of a Parquet file",
            "memory for each, before the first row is read",
        ),
        bound(
            "data_footer_bytes",
            limits.footer_bytes,
            "bytes of a Parquet footer",
            "a footer that is decoded whole before anything is known of it",
        ),
        bound(
            "data_unpacked_bytes",
            limits.unpacked_bytes,
            "bytes that a Parquet file says it unpacks to",
            "a Parquet file of zeros",
        ),
        bound(
            "data_table_bytes",
            limits.table_bytes as u64,
            "bytes of all tables of a file",
            "filling memory where a file is read whole",
        ),
        bound(
            "data_findings",
            limits.findings as u64,
            "findings that are kept with their place",
            "a file that is wrong in each row, told row by row",
        ),
    ]
}

fn of_policies() -> [Bound; 9] {
    [
        bound(
            "policy_bytes",
            policy::MAX_FILE_BYTES as u64,
            "bytes of a policy",
            "a policy that is held several times over while it is read",
        ),
        bound(
            "policy_columns",
            policy::MAX_COLUMNS as u64,
            "columns of a policy",
            "a policy that nobody reads",
        ),
        bound(
            "hierarchy_levels",
            policy::MAX_LEVELS as u64,
            "levels of a hierarchy",
            "combinations that multiply with each level",
        ),
        bound(
            "hierarchy_codes",
            policy::MAX_CODES as u64,
            "codes of a hierarchy",
            "a register of every address as a hierarchy",
        ),
        bound(
            "search_rows",
            anonymity::MAX_ROWS as u64,
            "rows of a search",
            "sums of losses that leave 64 bits",
        ),
        bound(
            "search_columns",
            anonymity::MAX_COLUMNS as u64,
            "quasi-identifiers, and sensitive columns, of a search",
            "the same",
        ),
        bound(
            "search_values",
            anonymity::MAX_VALUES as u64,
            "values of a column of a search",
            "tables of levels that leave no memory for the others",
        ),
        bound(
            "search_combinations",
            anonymity::MAX_NODES as u64,
            "combinations of levels",
            "a search without end: ten levels for each of ten columns",
        ),
        bound(
            "generated_rows",
            generate::MAX_ROWS,
            "rows that are made",
            "filling the disk by a slip of the keyboard",
        ),
    ]
}
