//! Codes as their parents, by the policy's own table.

use std::collections::BTreeMap;

use arrow_array::{ArrayRef, cast::AsArray};
use arrow_cast::cast;
use arrow_schema::DataType;

use super::{LadderFault, Rung};

/// One rung a level of parents. With `other`, there is one more before them: the codes
/// themselves, where one that is not listed has become `other`.
pub(super) fn rungs(
    values: &ArrayRef,
    parents: &BTreeMap<String, Vec<String>>,
    other: Option<&str>,
) -> Result<Vec<Rung>, LadderFault> {
    // Text and whole numbers, the types of codes, can always be cast.
    let texts = cast(values, &DataType::Utf8).map_err(|_| LadderFault::Code(0))?;
    let texts = texts.as_string::<i32>();
    let depth = parents.values().next().map_or(0, Vec::len);
    let unlisted = |text: &str| !parents.contains_key(text);
    if other.is_none() {
        let mut codes = (0..).zip(texts);
        let unknown = codes.find(|(_, text)| text.is_some_and(unlisted));
        if let Some((code, _)) = unknown {
            return Err(LadderFault::Code(code));
        }
    }
    let mut rungs = Vec::new();
    if let Some(other) = other {
        let known = |text| if unlisted(text) { other } else { text };
        rungs.push(Rung::by_key(
            texts.iter().map(|text| text.map(known)),
            str::to_owned,
        ));
    }
    for level in 0..depth {
        let parent = |text: &str| {
            let path = parents.get(text).and_then(|path| path.get(level));
            path.map_or(other.unwrap_or_default(), String::as_str)
        };
        rungs.push(Rung::by_key(
            texts.iter().map(|text| text.map(parent)),
            str::to_owned,
        ));
    }
    Ok(rungs)
}
