//! What a comparison is asked for: a split, and two to six names.

use pilotbox_model::{Split, api::problem::Code};
use pilotbox_store::BlindKey;
use url::form_urlencoded;
use utoipa::IntoParams;

use crate::problem::Problem;

/// How many submissions are compared, at least and at most.
const FEWEST: usize = 2;
const MOST: usize = 6;

/// Longest name of a submission.
const MAX_NAME_BYTES: usize = 64;

/// The parameters as the description has them. Read by [`Asked::read`]: a name that
/// comes several times is no field to the reader of other queries.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only described")]
pub(super) struct ComparisonQuery {
    /// `sample`, `public` (when left out) or `final`.
    #[param(value_type = Option<String>, pattern = "^(sample|public|final)$")]
    split: Option<Split>,
    /// The submissions: ids, or for evaluators blind codes. Repeat it for each.
    #[param(min_items = 2, max_items = 6)]
    of: Vec<String>,
}

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Asked {
    /// The split.
    pub(super) split: Split,
    /// The names, all different.
    pub(super) of: Vec<String>,
    /// Whether they are blind codes, which have a point in them.
    pub(super) is_blind: bool,
}

impl Asked {
    /// Reads it from what follows the question mark.
    pub(super) fn read(query: &str) -> Result<Self, Problem> {
        let (mut split, mut of) = (None, Vec::new());
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "split" if split.is_none() => split = Some(demand_split(&value)?),
                "split" => return Err(refused("`split` is there twice")),
                "of" => of.push(demand_name(&value)?),
                _ => return Err(refused("only `split` and `of` are known here")),
            }
            if of.len() > MOST {
                return Err(refused(format!(
                    "more than {MOST} submissions are asked for"
                )));
            }
        }
        if of.len() < FEWEST {
            let text = format!(
                "{} of {FEWEST} to {MOST} submissions are asked for",
                of.len()
            );
            return Err(refused(text).hint("repeat `of` for each of them"));
        }
        if let Some(twice) = repeated(&of) {
            return Err(self::twice(twice));
        }
        let blind = of.iter().filter(|name| name.contains('.')).count();
        if blind != 0 && blind != of.len() {
            return Err(refused("ids and blind codes are mixed in `of`"));
        }
        Ok(Self {
            split: split.unwrap_or(Split::Public),
            is_blind: blind != 0,
            of,
        })
    }
}

/// A blind code as it is looked up: an organisation's code, and a number.
pub(super) fn blind_key(name: &str) -> Option<BlindKey> {
    let (code, number) = name.rsplit_once('.')?;
    Some(BlindKey {
        code: code.to_owned(),
        number: number.parse().ok()?,
    })
}

/// Refuses a submission that is there already.
pub(super) fn twice(name: &str) -> Problem {
    refused(format!("`{name}` is asked for twice"))
}

fn demand_split(name: &str) -> Result<Split, Problem> {
    name.parse()
        .map_err(|_| refused("`split` is none of `sample`, `public`, `final`"))
}

fn demand_name(name: &str) -> Result<String, Problem> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if name.is_empty() || name.len() > MAX_NAME_BYTES || !name.bytes().all(is_plain) {
        return Err(refused("`of` is neither an id nor a code"));
    }
    Ok(name.to_owned())
}

fn repeated(names: &[String]) -> Option<&String> {
    let mut places = names.iter().enumerate();
    places
        .find(|(at, name)| names.iter().take(*at).any(|other| other == *name))
        .map(|(_, name)| name)
}

fn refused(text: impl Into<String>) -> Problem {
    Problem::new(Code::BadRequest).detail(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(query: &str) -> String {
        let refused = Asked::read(query).unwrap_err();
        assert_eq!(refused.code(), Code::BadRequest, "{query}");
        refused.body().detail.unwrap_or_default()
    }

    #[test]
    fn two_to_six_different_ones_are_compared() {
        let asked = Asked::read("split=sample&of=A&of=B").unwrap();
        assert_eq!(asked.of, ["A", "B"]);
        assert_eq!((asked.split, asked.is_blind), (Split::Sample, false));
        let six = Asked::read("of=A.1&of=A.2&of=B.1&of=C.1&of=D.1&of=E.1").unwrap();
        assert_eq!(
            (six.split, six.is_blind, six.of.len()),
            (Split::Public, true, 6)
        );
        assert_eq!(wrong(""), "0 of 2 to 6 submissions are asked for");
        assert_eq!(wrong("of=A"), "1 of 2 to 6 submissions are asked for");
        assert_eq!(
            wrong("of=A&of=B&of=C&of=D&of=E&of=F&of=G"),
            "more than 6 submissions are asked for"
        );
        assert_eq!(wrong("of=A&of=B&of=A"), "`A` is asked for twice");
    }

    #[test]
    fn what_is_not_meant_is_refused() {
        for query in [
            "of=A&of=B.1",
            "of=A&of=B&split=all",
            "of=A&of=B&split=final&split=final",
            "of=A&of=B&cursor=1",
            "of=A&of=",
            "of=A&of=%00",
            "of=A&of=%D0%B6",
        ] {
            wrong(query);
        }
        wrong(&format!("of=A&of={}", "b".repeat(65)));
    }

    #[test]
    fn a_code_ends_in_a_number() {
        let key = blind_key("KT7-Q.12").unwrap();
        assert_eq!((key.code.as_str(), key.number), ("KT7-Q", 12));
        assert!(blind_key("KT7-Q.x").is_none() && blind_key("KT7").is_none());
    }
}
