//! A letter: all of one submission beside the best of each, and what would have helped it
//! most. Follows from the signed file alone.

use pilotbox_challenge::{
    lint::parse_rubric,
    statistics::gaps::{Gap, GapOf, gaps},
};
use pilotbox_evaluate::DecisionDocument;
use pilotbox_model::api::{
    challenges::Bilingual,
    decisions::{
        DecidedAutomatic, DecidedCandidate, DecidedNumbers, GapView, LetterCriterion, LetterMetric,
        LetterStratum, LetterView,
    },
};

use super::{bilingual, count, numbers};
use crate::problem::Problem;

/// How many gaps are told: what one can do something about.
const MOST_GAPS: usize = 5;

/// What of a letter the file does not say.
#[derive(Clone, Debug)]
pub(crate) struct Addressed {
    /// The challenge's title.
    pub(crate) challenge_title: Bilingual,
    /// The submission.
    pub(crate) submission: String,
    /// The title of its dossier.
    pub(crate) title: String,
    /// The organisation's name.
    pub(crate) organisation: String,
    /// Whether one may ask now.
    pub(crate) takes_inquiries: bool,
    /// When the mail went.
    pub(crate) sent_at: Option<jiff::Timestamp>,
}

/// The letter of a submission. One that was no candidate has neither scores nor place.
pub(crate) fn letter(document: &DecisionDocument, to: Addressed) -> Result<LetterView, Problem> {
    let content = &document.content;
    let numbers = numbers(content)?;
    let rule = &content.published.snapshot.rule;
    let own = numbers
        .candidates
        .iter()
        .find(|one| one.submission == to.submission);
    let gaps = gaps(&content.published, &to.submission).map_err(Problem::internal)?;
    let automatic = own.and_then(|one| one.automatic.as_ref());
    let mut left_out = content.left_out.iter().filter(|one| !one.is_rubric);
    let left_out = left_out.find(|one| one.submission == to.submission);
    Ok(LetterView {
        challenge: document.challenge.clone(),
        challenge_title: to.challenge_title,
        version: document.version,
        submission: to.submission,
        title: to.title,
        organisation: to.organisation,
        published_at: document.published_at,
        place: own.and_then(|one| one.place),
        placed: placed(&numbers),
        rank_low: own.and_then(|one| one.rank_low),
        rank_high: own.and_then(|one| one.rank_high),
        exclusions: own.map(|one| one.exclusions.clone()).unwrap_or_default(),
        left_out: left_out.map(|one| bilingual(&one.reason)),
        total: own.and_then(|one| one.total),
        low: own.and_then(|one| one.low),
        high: own.and_then(|one| one.high),
        headings: own.map(|one| one.headings.clone()).unwrap_or_default(),
        automatic: automatic.map(|score| score.total),
        automatic_threshold: rule.automatic_threshold,
        human: own
            .and_then(|one| one.human.as_ref())
            .map(|human| human.score),
        human_threshold: rule.human_threshold,
        metrics: automatic
            .map(|score| metrics(score, &numbers))
            .unwrap_or_default(),
        strata: automatic
            .map(|score| strata(score, &numbers))
            .unwrap_or_default(),
        broken_gates: automatic
            .map(|score| score.broken_gates.clone())
            .unwrap_or_default(),
        criteria: own.map(|own| criteria(own, &numbers)).unwrap_or_default(),
        would_have_helped: helpful(&content.published.snapshot.rubric, gaps)?,
        inquiry_until: document.inquiry_until,
        takes_inquiries: to.takes_inquiries,
        sent_at: to.sent_at,
    })
}

fn placed(numbers: &DecidedNumbers) -> u32 {
    let placed = numbers.candidates.iter().filter(|one| one.place.is_some());
    u32::try_from(count(placed.count())).unwrap_or(u32::MAX)
}

fn metrics(own: &DecidedAutomatic, numbers: &DecidedNumbers) -> Vec<LetterMetric> {
    let best = |name: &str| {
        let all = scores(numbers).flat_map(|score| &score.metrics);
        let all = all.filter(|metric| metric.name == name);
        all.fold(0.0, |best: f64, metric| best.max(metric.normalised))
    };
    let metrics = own.metrics.iter().map(|metric| LetterMetric {
        best: best(&metric.name),
        own: metric.clone(),
    });
    metrics.collect()
}

fn strata(own: &DecidedAutomatic, numbers: &DecidedNumbers) -> Vec<LetterStratum> {
    let best = |name: &str| {
        let all = scores(numbers).flat_map(|score| &score.strata);
        let all = all.filter(|stratum| stratum.name == name);
        all.fold(0.0, |best: f64, stratum| best.max(stratum.quality))
    };
    let strata = own.strata.iter().map(|stratum| LetterStratum {
        name: stratum.name.clone(),
        cases: stratum.cases,
        failed: stratum.failed,
        quality: stratum.quality,
        best: best(&stratum.name),
        metrics: stratum.metrics.clone(),
    });
    strata.collect()
}

fn scores(numbers: &DecidedNumbers) -> impl Iterator<Item = &DecidedAutomatic> {
    let all = numbers.candidates.iter();
    all.filter_map(|one| one.automatic.as_ref())
}

fn criteria(own: &DecidedCandidate, numbers: &DecidedNumbers) -> Vec<LetterCriterion> {
    let best = |id: &str| {
        let all = numbers
            .candidates
            .iter()
            .filter_map(|one| one.human.as_ref());
        let all = all.flat_map(|human| &human.criteria);
        let all = all.filter(|criterion| criterion.criterion == id);
        all.fold(0.0, |best: f64, criterion| best.max(criterion.value))
    };
    let criteria = own.human.iter().flat_map(|human| &human.criteria);
    let criteria = criteria.map(|criterion| LetterCriterion {
        criterion: criterion.criterion.clone(),
        title: criterion.title.clone(),
        value: criterion.value,
        best: best(&criterion.criterion),
        marks: criterion.marks.clone(),
    });
    criteria.collect()
}

fn helpful(rubric: &str, gaps: Vec<Gap>) -> Result<Vec<GapView>, Problem> {
    let rubric = parse_rubric(rubric)
        .map_err(|_| Problem::internal("a decision's rubric cannot be read"))?;
    let title = |id: &str| {
        let found = rubric.criteria.iter().find(|one| one.id == id);
        found.map(|one| bilingual(&one.title))
    };
    let gaps = gaps.into_iter().take(MOST_GAPS);
    let views = gaps.map(|gap| {
        let (metric, stratum, criterion) = match gap.of {
            GapOf::Metric { metric, stratum } => (Some(metric), Some(stratum), None),
            GapOf::Criterion(criterion) => (None, None, Some(criterion)),
        };
        GapView {
            title: criterion.as_deref().and_then(title),
            metric,
            stratum,
            criterion,
            own: gap.own,
            best: gap.best,
            points: gap.points,
        }
    });
    Ok(views.collect())
}
