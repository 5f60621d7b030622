//! What a year counts: from the record, from pilots and from open data. Every query is
//! about a stretch of time and goes by an index or over tables of which a city fills a few
//! hundred rows. What has not opened, and who did what, is nowhere here.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// Most challenges, pilots and indicators that a year is counted from.
const MOST_ROWS: i64 = 10_000;

/// The fields of the strategy that an interface tells, by the package of its name.
const FIELD: &str = "case when v.manifest like '%\"interface\":\"pilotbox:mobility/%' \
     then 'mobility' when v.manifest like '%\"interface\":\"pilotbox:utilities/%' \
     then 'utilities' when v.manifest like '%\"interface\":\"pilotbox:services/%' \
     then 'services' else 'other' end as field";

/// A stretch of time, as moments and as days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first moment of it.
    pub from: i64,
    /// The first moment after it.
    pub to: i64,
    /// Its first day.
    pub first_day: String,
    /// Its last day.
    pub last_day: String,
}

/// A challenge that was moved on.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct YearMove {
    /// The challenge.
    pub challenge: String,
    /// Particulars, as JSON.
    pub body: String,
    /// `mobility`, `utilities`, `services` or `other`.
    pub field: String,
}

/// A pilot that had been opened by then.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct YearPilot {
    /// Its first day.
    pub starts_on: String,
    /// Its last day.
    pub ends_on: String,
    /// When it was opened.
    pub opened_at: i64,
    /// When it was stopped.
    pub stopped_at: Option<i64>,
    /// How it ended.
    pub exit_decision: Option<String>,
    /// When that was decided.
    pub exit_at: Option<i64>,
    /// What it may cost.
    pub budget_eur: i64,
    /// `mobility`, `utilities`, `services` or `other`.
    pub field: String,
}

/// An indicator with its last value of a stretch of time.
#[derive(Clone, Copy, Debug, PartialEq, FromRow)]
pub struct YearIndicator {
    /// Its value before.
    pub baseline: f64,
    /// The value that is wanted.
    pub target: f64,
    /// The last value.
    pub value: f64,
}

/// How many data sets are open of a theme.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct YearTheme {
    /// The theme.
    pub theme: String,
    /// How many.
    pub data_sets: i64,
}

/// Organisations in challenges whose results are out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, FromRow)]
pub struct YearOrganisations {
    /// Those that submitted.
    pub submitted: i64,
    /// Of these, those that had never submitted before.
    pub newcomers: i64,
}

impl Store {
    /// When the record begins; nothing while it is empty.
    pub async fn record_begins(&self) -> Result<Option<i64>, StoreError> {
        let first = sqlx::query_scalar("select at from chain_link order by seq limit 1");
        Ok(first.fetch_optional(self.pool()).await?)
    }

    /// Links of a kind in a stretch of time.
    pub async fn count_links(&self, kind: &str, during: &Stretch) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select cast(count(*) as bigint) from chain_link \
             where kind = $1 and at >= $2 and at < $3",
        )
        .bind(kind)
        .bind(during.from)
        .bind(during.to)
        .fetch_one(self.pool())
        .await?)
    }

    /// Links about pilots that ended or were extended, as JSON.
    pub async fn year_exits(&self, during: &Stretch) -> Result<Vec<String>, StoreError> {
        Ok(sqlx::query_scalar(
            "select body from chain_link where kind = 'pilot-ended' \
             and at >= $1 and at < $2 order by at limit $3",
        )
        .bind(during.from)
        .bind(during.to)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Challenges that were moved on. Until one opens the record has a digest in place of
    /// its name, so none that is not public is found.
    pub async fn year_moves(&self, during: &Stretch) -> Result<Vec<YearMove>, StoreError> {
        let query = format!(
            "select c.id as challenge, l.body, {FIELD} from chain_link l \
             join challenge c on c.id = l.subject \
             join challenge_version v on v.challenge_id = c.id \
             and v.number = (select max(a.number) from challenge_version a \
             where a.challenge_id = c.id and a.approved_at is not null) \
             where l.kind = 'challenge-moved' and l.at >= $1 and l.at < $2 \
             and c.state not in ('draft', 'review') order by l.at limit $3"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(during.from)
            .bind(during.to)
            .bind(MOST_ROWS);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Pilots that were opened before the end of a stretch of time and whose last day is
    /// not before its beginning, or that were opened in it.
    pub async fn year_pilots(&self, during: &Stretch) -> Result<Vec<YearPilot>, StoreError> {
        let query = format!(
            "select p.starts_on, p.ends_on, p.opened_at, p.stopped_at, p.exit_decision, \
             p.exit_at, p.budget_eur, {FIELD} from pilot p join run r on r.id = p.run_id \
             join challenge_version v on v.id = r.version_id \
             where p.opened_at < $1 and (p.ends_on >= $2 or p.opened_at >= $3) \
             order by p.opened_at limit $4"
        );
        let found = sqlx::query_as(sqlx::AssertSqlSafe(query))
            .bind(during.to)
            .bind(&during.first_day)
            .bind(during.from)
            .bind(MOST_ROWS);
        Ok(found.fetch_all(self.pool()).await?)
    }

    /// Steps of pilots that were reached.
    pub async fn year_milestones(&self, during: &Stretch) -> Result<i64, StoreError> {
        Ok(sqlx::query_scalar(
            "select cast(count(*) as bigint) from pilot_milestone \
             where reached_at >= $1 and reached_at < $2",
        )
        .bind(during.from)
        .bind(during.to)
        .fetch_one(self.pool())
        .await?)
    }

    /// Indicators that were measured, each with its last value.
    pub async fn year_indicators(
        &self,
        during: &Stretch,
    ) -> Result<Vec<YearIndicator>, StoreError> {
        Ok(sqlx::query_as(
            "select i.baseline, i.target, m.value from pilot_measurement m \
             join pilot_indicator i on i.pilot_id = m.pilot_id and i.number = m.number \
             where m.measured_on >= $1 and m.measured_on <= $2 and not exists \
             (select 1 from pilot_measurement n where n.pilot_id = m.pilot_id \
             and n.number = m.number and n.measured_on > m.measured_on \
             and n.measured_on <= $2) order by m.pilot_id, m.number limit $3",
        )
        .bind(&during.first_day)
        .bind(&during.last_day)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Data sets with a release that was open at the end of a stretch of time, by theme.
    pub async fn year_themes(&self, during: &Stretch) -> Result<Vec<YearTheme>, StoreError> {
        Ok(sqlx::query_as(
            "select s.theme, cast(count(*) as bigint) as data_sets from data_set s \
             where exists (select 1 from data_release r where r.data_set_id = s.id \
             and r.is_sealed = 0 and coalesce(r.opened_at, r.published_at) < $1) \
             group by s.theme order by s.theme limit $2",
        )
        .bind(during.to)
        .bind(MOST_ROWS)
        .fetch_all(self.pool())
        .await?)
    }

    /// Organisations that submitted in challenges whose results are out by now: before,
    /// that they take part is told to nobody.
    pub async fn year_organisations(
        &self,
        during: &Stretch,
    ) -> Result<YearOrganisations, StoreError> {
        Ok(sqlx::query_as(
            "select cast(count(*) as bigint) as submitted, \
             cast(count(case when o.first_at >= $1 then 1 end) as bigint) as newcomers \
             from (select s.organisation_id, min(s.created_at) as first_at, \
             max(case when s.created_at >= $1 and s.created_at < $2 then 1 else 0 end) as came \
             from challenge c join submission s on s.challenge_id = c.id \
             where c.state in ('published', 'archived') and s.created_at < $2 \
             and s.withdrawn_at is null group by s.organisation_id) o where o.came = 1",
        )
        .bind(during.from)
        .bind(during.to)
        .fetch_one(self.pool())
        .await?)
    }
}

#[cfg(test)]
mod tests;
