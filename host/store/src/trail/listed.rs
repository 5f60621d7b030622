//! Trails that a catalogue of open data lists, and when each last grew.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// A challenge whose results are out.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TrailedChallenge {
    /// The challenge.
    pub id: String,
    /// The manifest of its newest approved version, as JSON.
    pub manifest: String,
    /// When it opened.
    pub opens_at: i64,
    /// When it, or what is told of its pilots, last changed.
    pub changed_at: i64,
}

/// A pilot.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct TrailedPilot {
    /// The pilot.
    pub id: String,
    /// What it is called, in Bulgarian.
    pub title_bg: String,
    /// In English.
    pub title_en: String,
    /// When it was opened.
    pub opened_at: i64,
    /// When what is told of it last changed.
    pub changed_at: i64,
}

/// A pilot with each moment at which something of it changed.
#[derive(FromRow)]
struct Row {
    id: String,
    title_bg: String,
    title_en: String,
    opened_at: i64,
    stopped_at: Option<i64>,
    exit_at: Option<i64>,
    noted_at: Option<i64>,
    reached_at: Option<i64>,
}

impl Store {
    /// Challenges whose results are out, by id, at most `limit`.
    pub async fn trailed_challenges(
        &self,
        limit: i64,
    ) -> Result<Vec<TrailedChallenge>, StoreError> {
        Ok(sqlx::query_as(
            "select c.id, v.manifest, c.opens_at, \
             cast(case when coalesce(p.opened_at, 0) > c.updated_at then p.opened_at \
             else c.updated_at end as bigint) as changed_at \
             from challenge c join challenge_version v on v.challenge_id = c.id \
             and v.number = (select max(a.number) from challenge_version a \
             where a.challenge_id = c.id and a.approved_at is not null) \
             left join pilot p on p.id = (select max(n.id) from pilot n \
             where n.challenge_id = c.id) \
             where c.state in ('published', 'archived') order by c.id limit $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?)
    }

    /// Pilots from new to old, at most `limit`.
    pub async fn trailed_pilots(&self, limit: i64) -> Result<Vec<TrailedPilot>, StoreError> {
        let rows: Vec<Row> = sqlx::query_as(
            "select p.id, p.title_bg, p.title_en, p.opened_at, p.stopped_at, p.exit_at, \
             (select max(v.noted_at) from pilot_measurement v where v.pilot_id = p.id) \
             as noted_at, (select max(m.reached_at) from pilot_milestone m \
             where m.pilot_id = p.id) as reached_at \
             from pilot p order by p.id desc limit $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        Ok(rows.into_iter().map(TrailedPilot::from).collect())
    }
}

impl From<Row> for TrailedPilot {
    fn from(row: Row) -> Self {
        let later = [row.stopped_at, row.exit_at, row.noted_at, row.reached_at];
        let changed_at = later.into_iter().flatten().max();
        Self {
            changed_at: changed_at.map_or(row.opened_at, |at| at.max(row.opened_at)),
            id: row.id,
            title_bg: row.title_bg,
            title_en: row.title_en,
            opened_at: row.opened_at,
        }
    }
}
