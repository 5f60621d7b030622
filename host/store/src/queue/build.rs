//! The program that serves. A run's cases are comparable under one engine alone, so
//! whoever works for an installation has to be what serves it.

use crate::{Store, StoreError};

/// A program and the engine in it.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Build {
    /// The program's version.
    pub program: String,
    /// The engine, as receipts name it: version and settings.
    pub engine: String,
}

impl Store {
    /// The program that began to serve last; `None` before the first.
    pub async fn serving_build(&self) -> Result<Option<Build>, StoreError> {
        let build = sqlx::query_as("select program, engine from serving_build where id = 1")
            .fetch_optional(self.pool())
            .await?;
        Ok(build)
    }

    /// Says which program serves from now on.
    pub async fn set_serving_build(&self, build: &Build, at: i64) -> Result<(), StoreError> {
        sqlx::query(
            "insert into serving_build (id, program, engine, started_at) values (1, $1, $2, $3) \
             on conflict (id) do update set program = excluded.program, \
             engine = excluded.engine, started_at = excluded.started_at",
        )
        .bind(&build.program)
        .bind(&build.engine)
        .bind(at)
        .execute(self.pool())
        .await?;
        Ok(())
    }
}
