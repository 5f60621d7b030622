//! Whoever is forgotten: what they proposed stays and is nobody's, their support goes.

use crate::{
    StoreError, Tx,
    connect::{Topic, lock},
};

/// What is done, in order. The counts go first, while the rows tell which they are.
const FORGOTTEN: [&str; 4] = [
    "update problem set supporters = supporters - 1 where id in \
     (select problem_id from problem_support where account_id = $1)",
    "delete from problem_support where account_id = $1",
    "update problem set account_id = null where account_id = $1",
    "update problem_step set account_id = null where account_id = $1",
];

/// Takes a person out of all problems. An erasure holds the topic of accounts already;
/// nothing that changes problems ever takes that one, so that neither waits for the other
/// in a circle.
pub(crate) async fn forget_proposer(tx: &mut Tx, account: &str) -> Result<(), StoreError> {
    lock(tx, Topic::Problem).await?;
    for statement in FORGOTTEN {
        sqlx::query(statement)
            .bind(account)
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
