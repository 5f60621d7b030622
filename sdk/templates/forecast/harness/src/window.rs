//! The cases of a table, and what a plugin is shown of each: the history up to the
//! moment and nothing after it.

use pilotbox_harness::Case;
use pilotbox_harness::templates::forecast::Request;

use crate::calendar;
use crate::series::{Row, Series, Table};
use crate::setting::{Metric, Setting, Strata};

/// A moment of one series.
pub(crate) struct Window {
    pub request: Request,
    /// What was measured at each step ahead; NaN where nothing was.
    pub truth: Vec<f64>,
}

/// Every case: each series at each moment that has a history and a truth.
pub(crate) fn cases(table: &Table, setting: &Setting) -> Vec<Case> {
    let mut cases = Vec::new();
    for moment in moments(table, setting) {
        for series in &table.series {
            if is_case(series, moment, setting) {
                let stratum = stratum(series, moment, setting);
                let case = Case::new(id(series, moment), stratum);
                cases.push(case.block(calendar::day(moment)));
            }
        }
    }
    cases
}

/// The window of a case.
pub(crate) fn window(table: &Table, setting: &Setting, wanted: &str) -> Option<Window> {
    let moment = moments(table, setting).find(|moment| {
        let text = calendar::moment(*moment);
        wanted.strip_prefix(&text).is_some()
    })?;
    let series = table
        .series
        .iter()
        .find(|series| id(series, moment) == wanted)?;
    let shown = series.between(moment - setting.history * setting.step, moment);
    let request = Request {
        series: series.name.clone(),
        step_seconds: setting.step as u32,
        times: shown.iter().map(|row| row.time).collect(),
        values: shown.iter().map(|row| row.value).collect(),
        now: moment,
        horizon: setting.horizon as u32,
    };
    Some(Window {
        request,
        truth: truth(series, moment, setting),
    })
}

/// Moments with a whole history behind them and a whole horizon ahead.
fn moments(table: &Table, setting: &Setting) -> impl Iterator<Item = i64> {
    let ahead = setting.horizon * setting.step;
    let first = table.first + (setting.history - 1) * setting.step;
    let last = table.last;
    let every = setting.every * setting.step;
    (0..)
        .map(move |turn| first + turn * every)
        .take_while(move |moment| moment + ahead <= last)
}

fn id(series: &Series, moment: i64) -> String {
    let time = calendar::moment(moment);
    match series.name.as_str() {
        "" => time,
        name => format!("{time} {name}"),
    }
}

fn is_case(series: &Series, moment: i64, setting: &Setting) -> bool {
    let shown = series.between(moment - setting.history * setting.step, moment);
    let ahead = series.between(moment, moment + setting.horizon * setting.step);
    let is_known = |rows: &[Row]| rows.iter().any(|row| row.value.is_finite());
    // Errors over a sum of nothing are no share.
    let has_sum = || ahead.iter().any(|row| row.value.abs() > 0.0);
    is_known(shown) && is_known(ahead) && (setting.metric != Metric::Wape || has_sum())
}

fn stratum(series: &Series, moment: i64, setting: &Setting) -> String {
    match &setting.strata {
        Strata::One => "all".to_owned(),
        Strata::Weekday => calendar::weekday(moment).to_owned(),
        Strata::Hour => calendar::hour(moment),
        Strata::Series => series.name.clone(),
        Strata::Column(_) => {
            let last = series.between(i64::MIN, moment).last();
            last.map(|row| row.stratum.clone()).unwrap_or_default()
        }
    }
}

/// What was measured, found by time and not by position.
fn truth(series: &Series, moment: i64, setting: &Setting) -> Vec<f64> {
    let ahead = series.between(moment, moment + setting.horizon * setting.step);
    let at = |step: i64| {
        let time = moment + step * setting.step;
        let row = ahead.iter().find(|row| row.time == time);
        row.map_or(f64::NAN, |row| row.value)
    };
    (1..=setting.horizon).map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::tests::table;
    use crate::setting::tests::setting;

    fn ids(more: &[(&str, &str)]) -> Vec<String> {
        let cases = cases(&table(), &setting(more));
        cases.into_iter().map(|case| case.id).collect()
    }

    #[test]
    fn cases_have_a_history_and_a_truth() {
        let expected = [
            "1970-01-01T02:00:00 a",
            "1970-01-01T02:00:00 b",
            "1970-01-01T04:00:00 a",
            "1970-01-01T04:00:00 b",
            "1970-01-01T06:00:00 a",
            "1970-01-01T06:00:00 b",
        ];
        assert_eq!(ids(&[]), expected);
        assert_eq!(ids(&[("every", "5")]).len(), 4);
        assert_eq!(ids(&[("history", "8")]).len(), 2);
        assert_eq!(ids(&[("history", "9")]).len(), 0);
    }

    #[test]
    fn a_sum_of_nothing_is_no_case_of_a_share() {
        let row = |time, value| Row {
            time,
            value,
            stratum: String::new(),
        };
        let rows = [row(0, 1.0), row(3600, 0.0), row(7200, 0.0)];
        let table = Table::of(rows.into_iter().map(|row| ("", row)));
        let count = |metric| {
            let more = [("history", "1"), ("metric", metric)];
            cases(&table, &setting(&more)).len()
        };
        assert_eq!((count("mae"), count("wape")), (1, 0));
    }

    #[test]
    fn a_window_shows_the_past_and_nothing_else() {
        let window =
            window(&table(), &setting(&[]), "1970-01-01T04:00:00 b").expect("it is a case");
        assert_eq!(window.request.times, [2 * 3600, 3 * 3600]);
        assert_eq!((window.request.now, window.request.horizon), (4 * 3600, 2));
        assert_eq!(window.request.series, "b");
        assert!((window.truth[0] - 10.0).abs() < 1e-12 && window.truth[1].is_nan());
        assert!(super::window(&table(), &setting(&[]), "1970-01-01T04:00:00 c").is_none());
        assert!(super::window(&table(), &setting(&[]), "x").is_none());
    }

    #[test]
    fn strata_come_from_the_moment_the_series_or_the_row_before() {
        let of = |strata: &str| {
            let cases = cases(&table(), &setting(&[("strata", strata)]));
            let last = cases.last().expect("there are cases");
            (cases[0].stratum.clone(), last.stratum.clone())
        };
        let own = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(of("series"), own("a", "b"));
        assert_eq!(of("hour"), own("02", "06"));
        assert_eq!(of("weekday"), own("thursday", "thursday"));
        assert_eq!(of("half"), own("early", "late"));
    }
}
