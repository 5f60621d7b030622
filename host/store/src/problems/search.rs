//! Which problems a list holds, and in which order.

use super::{ProblemRow, select_problems};
use crate::{Store, StoreError};

/// Words of a search that are looked for. More would make every row be read once for each.
const MOST_WORDS: usize = 4;

/// Which problems a list may hold at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProblemScope {
    /// Those that everybody sees.
    Open,
    /// Those of a state, as far as everybody or the reader sees them.
    Readable,
    /// Those of a state, whosever they are: for staff.
    All,
    /// The reader's own.
    Own,
}

/// What a list is ordered by, and where it goes on.
#[derive(Clone, Copy, Debug)]
pub enum ProblemOrder<'a> {
    /// From new to old, below this id; empty for the beginning.
    Newest(&'a str),
    /// From much support to little, below so many and this id.
    Support(Option<(i64, &'a str)>),
}

/// Which problems a list holds. What is empty does not narrow it.
#[derive(Clone, Copy, Debug)]
pub struct ProblemFilter<'a> {
    /// Which it may hold at all.
    pub scope: ProblemScope,
    /// Who reads; empty for nobody.
    pub reader: &'a str,
    /// The state.
    pub state: &'a str,
    /// The field.
    pub field: &'a str,
    /// The official number of a district. What is for the whole city is for it, too.
    pub district: Option<u8>,
    /// The challenge that they became.
    pub challenge: &'a str,
    /// Words that their texts hold, all of them.
    pub words: &'a str,
    /// The order.
    pub order: ProblemOrder<'a>,
}

/// Conditions that both orders share.
macro_rules! fitting {
    ($rest:literal) => {
        select_problems!(concat!(
            "where (($2 = 0 and p.state in ('shown', 'answered', 'challenge')) \
             or ($2 = 1 and (p.state in ('shown', 'answered', 'challenge') \
             or (p.state = 'merged' and p.shown_at is not null) or p.account_id = $1)) \
             or $2 = 2 or ($2 = 3 and p.account_id = $1)) \
             and ($3 = '' or p.state = $3) and ($4 = '' or p.field = $4) \
             and ($5 = '' or p.districts = '' or p.districts like $5) \
             and ($6 = '' or p.challenge_id = $6) \
             and p.words like $7 escape '!' and p.words like $8 escape '!' \
             and p.words like $9 escape '!' and p.words like $10 escape '!' ",
            $rest
        ))
    };
}

impl Store {
    /// Problems that fit, in the order that is asked for.
    pub async fn problems(
        &self,
        filter: ProblemFilter<'_>,
        fetch: i64,
    ) -> Result<Vec<ProblemRow>, StoreError> {
        let district = filter.district.map(|number| format!("%,{number},%"));
        let [first, second, third, fourth] = patterns(filter.words);
        let (query, supporters, below) = match filter.order {
            ProblemOrder::Newest(below) => (
                fitting!("and ($11 = '' or p.id < $11) and $12 = 0 order by p.id desc limit $13"),
                0,
                below,
            ),
            ProblemOrder::Support(place) => {
                let (supporters, below) = place.unwrap_or_default();
                let query = fitting!(
                    "and ($11 = '' or p.supporters < $12 or (p.supporters = $12 and p.id < $11)) \
                     order by p.supporters desc, p.id desc limit $13"
                );
                (query, supporters, below)
            }
        };
        Ok(sqlx::query_as(query)
            .bind(filter.reader)
            .bind(code(filter.scope))
            .bind(filter.state)
            .bind(filter.field)
            .bind(district.unwrap_or_default())
            .bind(filter.challenge)
            .bind(first)
            .bind(second)
            .bind(third)
            .bind(fourth)
            .bind(below)
            .bind(supporters)
            .bind(fetch)
            .fetch_all(self.pool())
            .await?)
    }
}

fn code(scope: ProblemScope) -> i64 {
    match scope {
        ProblemScope::Open => 0,
        ProblemScope::Readable => 1,
        ProblemScope::All => 2,
        ProblemScope::Own => 3,
    }
}

/// What a text has to be like to hold the words: one pattern for each, that of all texts in
/// place of those that are missing.
fn patterns(words: &str) -> [String; MOST_WORDS] {
    let small = words.to_lowercase();
    let mut words = small.split_whitespace();
    std::array::from_fn(|_| match words.next() {
        Some(word) => format!("%{}%", plain(word)),
        None => "%".to_owned(),
    })
}

/// A word in which nothing stands for anything else.
fn plain(word: &str) -> String {
    let mut plain = String::with_capacity(word.len());
    for letter in word.chars() {
        if matches!(letter, '%' | '_' | '!') {
            plain.push('!');
        }
        plain.push(letter);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_looked_for_as_they_are() {
        let [first, second, third, fourth] = patterns("  50% ПЪТ_1 ");
        assert_eq!(first, "%50!%%");
        assert_eq!(second, "%път!_1%");
        assert_eq!((third.as_str(), fourth.as_str()), ("%", "%"));
        assert_eq!(patterns("a b c d e")[3], "%d%");
    }
}
