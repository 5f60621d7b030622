//! What a file may take: each limit names the accident or attack that it prevents.

use serde::{Deserialize, Serialize};

/// Bytes of text that a block may hold: cells are short, and a block of long ones must
/// neither fill the memory nor run over Arrow's 32-bit offsets.
pub(crate) const BLOCK_TEXT_BYTES: usize = 64 << 20;

/// Cells of a block: a row of thousands of empty fields takes a byte a cell in a file
/// and eight here.
pub(crate) const BLOCK_CELLS: usize = 4 << 20;

/// What a file may take. What is over a limit is refused or set aside by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Limits {
    /// Columns of a table. Keeps a file of separators alone from taking all memory.
    pub columns: usize,
    /// Rows of a file. Keeps a tiny compressed file from running for hours.
    pub rows: u64,
    /// Bytes of a cell. A longer one is a document, or a quote that nobody closed.
    pub field_bytes: usize,
    /// Bytes of a line, a record or a JSON element. An open quote ends here, and not
    /// with the memory.
    pub line_bytes: u64,
    /// How deep JSON may nest. Keeps brackets alone from using up the stack.
    pub depth: usize,
    /// Files of an archive. Keeps a list of names from being the whole attack.
    pub entries: usize,
    /// Unpacked bytes of a file of an archive, and of a file that is read at once.
    pub entry_bytes: u64,
    /// How many times larger than packed a file of an archive may be. A zip bomb is
    /// thousands of times larger, a timetable about twenty.
    pub ratio: u64,
    /// Row groups of a Parquet file. Each takes memory before its first row is read.
    pub row_groups: usize,
    /// Bytes of a Parquet footer. It is decoded whole, before anything is known of it.
    pub footer_bytes: u64,
    /// Bytes that a Parquet file may say it unpacks to.
    pub unpacked_bytes: u64,
    /// Bytes that all tables of a file may take where they are read whole.
    pub table_bytes: usize,
    /// Findings that are kept with their place. All are counted.
    pub findings: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            columns: 2048,
            rows: 100_000_000,
            field_bytes: 64 << 10,
            line_bytes: 1 << 20,
            depth: 16,
            entries: 256,
            entry_bytes: 8 << 30,
            ratio: 200,
            row_groups: 10_000,
            footer_bytes: 16 << 20,
            unpacked_bytes: 64 << 30,
            table_bytes: 4 << 30,
            findings: 200,
        }
    }
}
