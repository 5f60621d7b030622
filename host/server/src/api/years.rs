//! The account of a year: what of the city's strategy the platform can count itself. Years
//! are Sofia's, from the one in which the record begins to the one that it is.

mod count;
mod words;

use axum::{extract::State, response::Response};
use jiff::{
    civil::{Date, date},
    tz::TimeZone,
};
use pilotbox_model::api::{
    Page,
    problem::Code,
    years::{YearListed, YearView},
};
use pilotbox_store::{Stretch, from_millis, to_millis};
use utoipa_axum::routes;

use super::{
    Api,
    extract::{Id, Params},
    list::{Ask, ListQuery},
    problems::Problems,
    trails::{FormatQuery, answer},
};
use crate::{
    data,
    principal::Principal,
    problem::Problem,
    rights::{self, Action, Subject},
    state::AppState,
};

/// Whose days count.
const CITY: &str = "Europe/Sofia";

/// Most years of a list, the newest: each is counted anew.
const MOST_YEARS: usize = 20;

/// Routes with small bodies.
pub fn routes(api: Api<AppState>) -> Api<AppState> {
    api.add(Action::ReadYears, routes!(list_years))
        .add(Action::ReadYears, routes!(read_year))
}

/// A year of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Year {
    number: i16,
    /// Its first day.
    from: Date,
    /// The last day that is counted.
    until: Date,
    is_over: bool,
    stretch: Stretch,
}

/// The newest years, at most twenty, each with the figures by which years are compared.
#[utoipa::path(
    get,
    path = "/api/v1/years",
    operation_id = "list_years",
    tag = "trails",
    params(ListQuery),
    responses((status = 200, description = "A page.", body = Page<YearListed>), Problems)
)]
async fn list_years(
    State(state): State<AppState>,
    principal: Principal,
    ask: Ask,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadYears, Subject::default())?;
    let (first, today) = (first_year(&state).await?, data::today(&state)?);
    let below = below(ask.after.as_deref(), today.year())?;
    let wanted = usize::try_from(ask.fetch).unwrap_or(MOST_YEARS);
    let mut listed = Vec::new();
    for number in newest(first, today.year())
        .filter(|number| *number < below)
        .take(wanted)
    {
        let year = year(number, today)?;
        let counted = count::counted(&state, &year).await?;
        listed.push(count::listed(&year, &counted));
    }
    ask.answer(listed, |year| year.year.to_string())
}

/// What a year counts. Of the year that it is, up to today.
#[utoipa::path(
    get,
    path = "/api/v1/years/{year}",
    operation_id = "read_year",
    tag = "trails",
    params(("year" = String, Path, max_length = 128), FormatQuery),
    responses((status = 200, description = "The year.", body = YearView), Problems)
)]
async fn read_year(
    State(state): State<AppState>,
    principal: Principal,
    Id(text): Id,
    Params(query): Params<FormatQuery>,
) -> Result<Response, Problem> {
    rights::demand(&principal, Action::ReadYears, Subject::default())?;
    let (first, today) = (first_year(&state).await?, data::today(&state)?);
    let number = named(&text).filter(|number| (first..=today.year()).contains(number));
    let number = number.ok_or_else(|| Problem::new(Code::NotFound))?;
    let year = year(number, today)?;
    let counted = count::counted(&state, &year).await?;
    let view = count::view(&year, &counted);
    answer(&query, view, |view| view.figures)
}

/// The year in which the record begins; this one while it is empty.
pub(super) async fn first_year(state: &AppState) -> Result<i16, Problem> {
    let began = state.store.record_begins().await?;
    let first = began.map(|at| data::day(from_millis(at))).transpose()?;
    let today = data::today(state)?;
    Ok(first.map_or(today.year(), |day| day.year().min(today.year())))
}

/// Years from this one back, as many as are listed.
pub(super) fn newest(first: i16, this: i16) -> impl Iterator<Item = i16> {
    (first..=this).rev().take(MOST_YEARS)
}

/// A year is written in one way.
fn named(text: &str) -> Option<i16> {
    let number: i16 = text.parse().ok()?;
    (number > 0 && number.to_string() == text).then_some(number)
}

/// Below which year a page starts.
fn below(cursor: Option<&str>, this: i16) -> Result<i16, Problem> {
    let Some(cursor) = cursor else {
        return Ok(this.saturating_add(1));
    };
    named(cursor).ok_or_else(|| {
        Problem::new(Code::BadRequest)
            .detail("`cursor` is none of this list's")
            .hint("give `next` of the page before as it is")
    })
}

/// A year by its days and moments.
fn year(number: i16, today: Date) -> Result<Year, Problem> {
    let (first, last) = (date(number, 1, 1), date(number, 12, 31));
    let next = last.tomorrow().map_err(Problem::internal)?;
    Ok(Year {
        number,
        from: first,
        until: last.min(today),
        is_over: last < today,
        stretch: Stretch {
            from: start(first)?,
            to: start(next)?,
            first_day: first.to_string(),
            last_day: last.to_string(),
        },
    })
}

/// The first moment of a day in Sofia.
fn start(day: Date) -> Result<i64, Problem> {
    let city = TimeZone::get(CITY).map_err(Problem::internal)?;
    let start = day.to_zoned(city).map_err(Problem::internal)?;
    Ok(to_millis(start.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_is_sofias_and_goes_on_until_its_last_day_is_over() {
        let open = year(2027, date(2027, 12, 31)).unwrap();
        let over = year(2027, date(2028, 1, 1)).unwrap();
        assert!(!open.is_over && over.is_over);
        assert_eq!(
            (open.until, over.until),
            (date(2027, 12, 31), date(2027, 12, 31))
        );
        let began = from_millis(open.stretch.from).to_string();
        assert_eq!(began, "2026-12-31T22:00:00Z");
        assert_eq!(
            open.stretch.to - open.stretch.from,
            365 * 24 * 60 * 60 * 1_000
        );
        let now = year(2027, date(2027, 3, 4)).unwrap();
        assert_eq!(now.until, date(2027, 3, 4));
    }

    #[test]
    fn a_year_is_written_in_one_way() {
        assert_eq!(named("2027"), Some(2027));
        for other in ["", "0", "-1", "02027", "2027.0", "99999", "x"] {
            assert_eq!(named(other), None, "{other}");
        }
        assert_eq!(below(None, 2027).unwrap(), 2028);
        assert_eq!(below(Some("2026"), 2027).unwrap(), 2026);
        assert_eq!(below(Some("x"), 2027).unwrap_err().code(), Code::BadRequest);
    }

    #[test]
    fn a_list_ends_after_twenty_years() {
        assert_eq!(newest(2026, 2027).collect::<Vec<_>>(), [2027, 2026]);
        let long: Vec<_> = newest(1990, 2027).collect();
        assert_eq!((long.len(), long.last()), (MOST_YEARS, Some(&2008)));
    }
}
