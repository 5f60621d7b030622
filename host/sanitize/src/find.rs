//! What a column holds, and which role it should have: detectors of what names people
//! and things in Bulgaria, a profile of each column, a proposal with its reasons.
//!
//! A detector judges one cell and says how sure it is; only the column (its share of
//! hits, its name) decides, since a check digit alone accepts one number in ten. No
//! raw identifier leaves this module: samples are masked.

mod address;
mod cell;
mod column;
mod coordinate;
mod count;
mod egn;
mod eik;
mod email;
mod evidence;
mod geohash;
mod heading;
mod hint;
mod iban;
mod kind;
mod label;
mod letters;
mod lnch;
mod mask;
mod name;
mod number;
mod phone;
mod plate;
mod profile;
mod propose;
pub mod quality;
mod read;
mod scan;
mod spread;
mod text;
mod together;
mod topic;
mod words;

pub use column::detect_column;
pub use count::Distinct;
pub use heading::{Misread, is_word, misread};
pub use kind::Kind;
pub use mask::mask;
pub use profile::{ColumnProfile, DataKind, KindShare, Lengths, Profile, profile};
pub use propose::Reason;
pub use spread::{Point, Quantile};
pub use text::{Span, spans};
pub use together::{ROWS_COMPARED, Together};
pub use topic::Topic;
