//! Why something in a file was noticed, set aside or refused: a value that pages can
//! put into words, with the English words. No variant carries a cell's content.

use serde::{Deserialize, Serialize};

use super::Type;

/// Why something was noticed, set aside or refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(
    tag = "code",
    rename_all = "kebab-case",
    rename_all_fields = "kebab-case"
)]
#[expect(missing_docs, reason = "each variant's words stand above it")]
pub enum Reason {
    // Of any file.
    #[error("the file is empty")]
    Empty,
    #[error("more than {limit} rows; hint: split the file")]
    Rows { limit: u64 },
    #[error("more than {limit} columns; hint: choose the separator, or split the table")]
    Columns { limit: usize },
    #[error("a line of more than {limit} bytes; hint: a quote may be open")]
    LineBytes { limit: u64 },
    #[error("a cell of more than {limit} bytes")]
    FieldBytes { limit: usize },
    #[error("the file has more than {limit} bytes; hint: split the file")]
    FileBytes { limit: u64 },
    #[error("all tables take more than {limit} bytes; hint: read them block by block")]
    TableBytes { limit: u64 },
    #[error("is no {}", wanted.noun())]
    Unreadable { wanted: Type },

    // Of text.
    #[error("is no text: bytes of zero stand in it; hint: is it a spreadsheet or an archive?")]
    Binary,
    #[error("no encoding is called `{label}`; hint: `utf-8`, `windows-1251`, `utf-16le`")]
    UnknownEncoding { label: String },
    #[error("{bytes} bytes are no UTF-8; the rows that have them are set aside")]
    SpoiltUtf8 { bytes: u64 },
    #[error("is not written in the encoding of the file")]
    Encoding,
    #[error("`{}` separates no fields; hint: one of `,`, `;`, `|` or a tab", told.escape_default())]
    Separator { told: char },
    #[error("a quote is opened and never closed; hint: close it, or double quotes in cells")]
    OpenQuote,
    #[error("the first line names no columns; they are numbered")]
    NoHeader,
    #[error("the header is not written in the encoding of the file")]
    HeaderEncoding,
    #[error("a column's name of more than {limit} bytes; hint: choose the separator")]
    NameBytes { limit: usize },
    #[error("the column has no name; it is numbered")]
    NameMissing,
    #[error("spaces around the column's name were cut off")]
    NameSpaces,
    #[error("an earlier column has the same name; this one was given a number")]
    NameTwice,
    #[error("a table or column has no such name; hint: {known} are there")]
    NoColumn { known: String },
    #[error("a sign may stand before decimals or between thousands; hint: say which")]
    DecimalUnclear,
    #[error("has {found} fields, the header {expected}")]
    Fields { found: usize, expected: usize },
    #[error("all fields are empty")]
    EmptyRow,

    // Of JSON.
    #[error("is no JSON from column {at} on")]
    Json { at: usize },
    #[error("is no JSON object")]
    NoObject,
    #[error("nests deeper than {limit}")]
    Depth { limit: usize },
    #[error("a name stands twice in an object")]
    KeyTwice,
    #[error("a number is larger than 64 bits hold")]
    NumberSize,

    // Of Parquet.
    #[error("is no Parquet file: its first or last bytes are not `PAR1`")]
    NoParquet,
    #[error("its footer has {found} bytes, at most {limit} are read")]
    Footer { found: u64, limit: u64 },
    #[error("its footer says more bytes than the file has; hint: it was cut off")]
    FooterOutside,
    #[error("more than {limit} row groups")]
    RowGroups { limit: usize },
    #[error("a row group of more than {limit} bytes; hint: write smaller ones")]
    GroupBytes { limit: u64 },
    #[error("says it unpacks to more than {limit} bytes")]
    Unpacked { limit: u64 },
    #[error("is of type `{found}`; hint: text, numbers, true/false, dates and times are read")]
    ColumnType { found: String },
    #[error("is of type `{found}`, which is read as {}", wanted.noun())]
    ColumnChanged { found: String, wanted: Type },
    #[error("a value is out of the range of {}", wanted.noun())]
    Range { wanted: Type },
    #[error("cannot be decoded: {part}")]
    Undecodable { part: String },

    // Of archives and timetables.
    #[error("is no zip archive")]
    NoZip,
    #[error("the archive has no file of GTFS")]
    NoFeed,
    #[error("more than {limit} files in the archive")]
    Entries { limit: usize },
    #[error("unpacks to more than {limit} times its size")]
    Ratio { limit: u64 },
    #[error("unpacks to more than {limit} bytes")]
    EntryBytes { limit: u64 },
    #[error("cannot be unpacked: it is damaged, encrypted or packed in an unknown way")]
    Packed,
    #[error("stands twice in the archive")]
    EntryTwice,
    #[error("is not part of GTFS; it is left out")]
    NotGtfs,
    #[error("the feed has no such file, which GTFS asks for")]
    NoFile,
    #[error("the feed has no such file; routes have no line on the map")]
    NoShapes,
    #[error("GTFS asks for this column")]
    ColumnMissing,
    #[error("is no name of the time zone database; hint: `Europe/Sofia`")]
    TimeZone,
    #[error("{rows} rows name something that `{target}` does not have")]
    Dangling { rows: u64, target: String },
    #[error("{rows} rows repeat a key")]
    KeyRepeated { rows: u64 },
    #[error("is no {what}")]
    NoValue { what: String },
    #[error("too many different keys to compare; references were not checked")]
    TooManyKeys,

    // Of realtime feeds.
    #[error("is no GTFS realtime message at byte {at}")]
    Protobuf { at: usize },
    #[error("the message has no header")]
    NoFeedHeader,
    #[error("version `{found}` of GTFS realtime is not known")]
    FeedVersion { found: String },
    #[error("the entity has no id")]
    NoId,
    #[error("an earlier entity has the same id")]
    IdTwice,
    #[error("the entity has no vehicle, trip or alert")]
    EmptyEntity,
    #[error("the changes of a feed that is not whole are not read; hint: take the full data set")]
    Incremental,

    // Of NGSI-LD.
    #[error("is no NGSI-LD document: entities stand in a list, or one stands alone")]
    NoEntities,
    #[error("more than {limit} types of entities")]
    Types { limit: usize },
    #[error("the entity has no type")]
    NoType,
    #[error("a point lies off the globe, or is none")]
    NoPoint,
    #[error("a shape that is no point is kept as GeoJSON text")]
    Shape,
    #[error("an attribute is of a kind that NGSI-LD does not know")]
    Attribute,

    // Of networks.
    #[error("stands before the first section; hint: a section begins as `[JUNCTIONS]`")]
    NoSection,
    #[error("the section is not known; its lines are set aside")]
    UnknownSection,
    #[error("has {found} fields, at least {least} are asked for")]
    TooFewFields { found: usize, least: usize },
    #[error("has {found} fields, at most {most} are known")]
    TooManyFields { found: usize, most: usize },
    #[error("the network has no `[END]`; hint: it may be cut off")]
    NoEnd,
    #[error("the file has no junctions; hint: is it an EPANET network?")]
    NoNetwork,
}

impl Type {
    /// What a cell of the type is called in a sentence.
    pub fn noun(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Integer => "whole number",
            Self::Number => "number",
            Self::Boolean => "true or false",
            Self::Date => "date",
            Self::Time => "time",
        }
    }
}
