//! From scores to places: who has one, which groups share one, and the order within.

use std::{cmp::Ordering, collections::BTreeMap};

use super::{
    super::{
        lottery,
        ranking::{self, Entry},
    },
    Assessed, Contender, Exclusion, Placed, Separation, Standing,
    check::Checked,
    combined,
    headings::headings,
    sensitivity::{totals, weighings},
};
use crate::score;

/// Everybody's numbers, those with a place first, and who beats whom among these.
pub(super) fn place(
    checked: &Checked<'_>,
    contest: Vec<Contender<'_>>,
) -> (Vec<Assessed>, Vec<Vec<f64>>) {
    let tickets = tickets(checked);
    let (mut placed, mut others) = (Vec::new(), Vec::new());
    for contender in contest {
        let exclusions = exclusions(checked, &contender);
        let rival = Rival::new(checked, contender, &tickets);
        match rival.total {
            Some(total) if exclusions.is_empty() => placed.push((total, rival)),
            _ => others.push((exclusions, rival)),
        }
    }
    let (placed, beats) = ranked(checked, placed);
    others.sort_by(|(_, a), (_, b)| {
        let by_total = falling(a.total.unwrap_or(-1.0), b.total.unwrap_or(-1.0));
        by_total.then_with(|| a.id().cmp(b.id()))
    });
    let others = others
        .into_iter()
        .map(|(exclusions, rival)| rival.assessed(checked, Standing::Excluded(exclusions)));
    (placed.into_iter().chain(others).collect(), beats)
}

/// A contender with its total, the draws of the total, and its ticket.
struct Rival<'c> {
    contender: Contender<'c>,
    total: Option<f64>,
    draws: Vec<f64>,
    ticket: String,
}

impl<'c> Rival<'c> {
    fn new(
        checked: &Checked<'_>,
        contender: Contender<'c>,
        tickets: &BTreeMap<String, String>,
    ) -> Self {
        let share = checked.snapshot.rule.automatic_share;
        let both = contender.sampled.as_ref().zip(contender.human.as_ref());
        let ticket = tickets.get(&contender.entered.candidate.id);
        Self {
            ticket: ticket.cloned().unwrap_or_default(),
            total: both.map(|(sampled, human)| combined(share, sampled.score.total, human.score)),
            draws: both.map_or_else(Vec::new, |(sampled, human)| {
                let totals = sampled.totals.iter();
                totals
                    .map(|total| combined(share, *total, human.score))
                    .collect()
            }),
            contender,
        }
    }

    fn id(&self) -> &str {
        &self.contender.entered.candidate.id
    }

    /// What comes first within a group: no references, then the smaller cost, then the
    /// smaller ticket; and with each what it is called.
    fn compare(&self, other: &Self) -> (Ordering, Separation) {
        let (own, others) = (
            self.contender.entered.candidate,
            other.contender.entered.candidate,
        );
        let cost = |cost: Option<u64>| (cost.is_none(), cost);
        let references = own.has_references.cmp(&others.has_references);
        let costs = cost(own.cost_eur).cmp(&cost(others.cost_eur));
        if references.is_ne() {
            (references, Separation::References)
        } else if costs.is_ne() {
            (costs, Separation::Cost)
        } else {
            (self.ticket.cmp(&other.ticket), Separation::Lottery)
        }
    }

    fn assessed(self, checked: &Checked<'_>, standing: Standing) -> Assessed {
        let Contender {
            entered,
            sampled,
            human,
        } = self.contender;
        let automatic = sampled.map(|sampled| sampled.score);
        let both = automatic.as_ref().zip(human.as_ref());
        Assessed {
            id: entered.candidate.id.clone(),
            standing,
            total: self.total,
            interval: both.map(|(automatic, _)| {
                let blocks = automatic.interval.blocks;
                score::interval(&self.draws, usize::try_from(blocks).unwrap_or(usize::MAX))
            }),
            headings: both.map_or_else(Vec::new, |(automatic, human)| {
                headings(checked, automatic.total, human)
            }),
            automatic,
            human,
            ticket: self.ticket,
        }
    }
}

/// Orders those with a place and says all about each.
fn ranked(checked: &Checked<'_>, rivals: Vec<(f64, Rival<'_>)>) -> (Vec<Assessed>, Vec<Vec<f64>>) {
    let ordered = ordered(rivals);
    let entries: Vec<Entry<'_>> = ordered
        .iter()
        .map(|(_, total, rival)| entry(*total, &rival.draws))
        .collect();
    let beats = ranking::beats(&entries);
    let ranks = ranking::rank_intervals(&entries);
    let after = separations(&ordered);
    let weighings = weighings(checked);
    let drawn: Vec<Vec<f64>> = ordered
        .iter()
        .filter_map(|(_, _, rival)| totals(checked, &rival.contender, &weighings))
        .collect();
    let reweighed: Vec<Entry<'_>> = ordered
        .iter()
        .zip(&drawn)
        .map(|((_, total, _), drawn)| entry(*total, drawn))
        .collect();
    let leads = ranking::leads(&reweighed);
    let under_weights = ranking::rank_intervals(&reweighed);
    let sensitivity = leads.into_iter().zip(under_weights);
    let rows = (1..).zip(ordered).zip(after).zip(ranks).zip(sensitivity);
    let assessed = rows.map(
        |((((position, (place, _, rival)), after_by), ranks), (leads, reranks))| {
            let placed = Placed {
                position,
                place,
                after_by,
                ranks,
                leads_under_weights: leads,
                ranks_under_weights: reranks,
            };
            rival.assessed(checked, Standing::Placed(placed))
        },
    );
    (assessed.collect(), beats)
}

/// Rivals with their shared places, groups by falling total, each group in its order.
fn ordered(mut rivals: Vec<(f64, Rival<'_>)>) -> Vec<(u32, f64, Rival<'_>)> {
    rivals.sort_by(|(a_total, a), (b_total, b)| {
        falling(*a_total, *b_total).then_with(|| a.id().cmp(b.id()))
    });
    let entries: Vec<Entry<'_>> = rivals
        .iter()
        .map(|(total, rival)| entry(*total, &rival.draws))
        .collect();
    let places = ranking::places(&entries);
    let mut ordered: Vec<_> = places
        .into_iter()
        .zip(rivals)
        .map(|(place, (total, rival))| (place, total, rival))
        .collect();
    ordered.sort_by(|(a_place, _, a), (b_place, _, b)| {
        a_place.cmp(b_place).then_with(|| a.compare(b).0)
    });
    ordered
}

/// What puts each after the one before it.
fn separations(ordered: &[(u32, f64, Rival<'_>)]) -> Vec<Option<Separation>> {
    let pairs = ordered.iter().zip(ordered.iter().skip(1));
    let separations = pairs.map(|((a_place, _, a), (b_place, _, b))| {
        Some(if a_place == b_place {
            a.compare(b).1
        } else {
            Separation::Total
        })
    });
    std::iter::once(None).chain(separations).collect()
}

fn exclusions(checked: &Checked<'_>, contender: &Contender<'_>) -> Vec<Exclusion> {
    let rule = &checked.snapshot.rule;
    let automatic = contender
        .sampled
        .as_ref()
        .map(|sampled| sampled.score.total);
    let human = contender.human.as_ref().map(|human| human.score);
    let reasons = [
        (automatic.is_none(), Exclusion::Unscored),
        (
            automatic.is_some_and(|score| score < rule.automatic_threshold),
            Exclusion::BelowAutomatic,
        ),
        (
            human.is_some_and(|score| score < rule.human_threshold),
            Exclusion::BelowHuman,
        ),
    ];
    let reasons = reasons.into_iter().filter(|(applies, _)| *applies);
    reasons.map(|(_, reason)| reason).collect()
}

/// Tickets of all finalists by id, in a lottery of the challenge's version.
fn tickets(checked: &Checked<'_>) -> BTreeMap<String, String> {
    let snapshot = checked.snapshot;
    let name = format!("{}@{}", checked.manifest.id, checked.manifest.version);
    let drawn = lottery::draw(&snapshot.lottery.seed, &name, &snapshot.participants());
    drawn
        .into_iter()
        .map(|ticket| (ticket.id, ticket.ticket))
        .collect()
}

fn entry(total: f64, draws: &[f64]) -> Entry<'_> {
    Entry { total, draws }
}

fn falling(a: f64, b: f64) -> Ordering {
    b.total_cmp(&a)
}
