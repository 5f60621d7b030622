//! Organisations whose names boards show: those with a scored run that counts, in a
//! challenge whose results are published.

use sqlx::FromRow;

use crate::{Store, StoreError};

/// An organisation on published boards.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct PublishedName {
    /// Its name.
    pub name: String,
    /// On the boards of how many challenges it stands.
    pub challenges: i64,
}

impl Store {
    /// Organisations on published boards by their names, after so many of them. A run
    /// is counted by the same rules as by [`Store::board_runs`].
    pub async fn published_organisations(
        &self,
        after: i64,
        fetch: i64,
    ) -> Result<Vec<PublishedName>, StoreError> {
        Ok(sqlx::query_as(
            "select o.name, count(distinct s.challenge_id) as challenges \
             from organisation o join submission s on s.organisation_id = o.id \
             join challenge c on c.id = s.challenge_id \
             join run r on r.submission_id = s.id \
             join challenge_version v on v.id = r.version_id \
             where c.state in ('published', 'archived') and v.approved_at is not null \
             and r.split in ('public', 'final') and r.counts = 1 and r.state = 'scored' \
             and r.total is not null and s.withdrawn_at is null \
             and (r.split <> 'final' or s.finalist_at is not null) \
             group by o.id, o.name order by o.name, o.id limit $1 offset $2",
        )
        .bind(fetch)
        .bind(after)
        .fetch_all(self.pool())
        .await?)
    }
}
