//! Evaluators of an installation, and how a challenge comes to its jury.

use pilotbox_store::{
    Ended, Steps,
    accounts::Actor,
    challenges::{Assigned, NewAssignments},
};

use super::{City, OpenChallenge, account};

/// The last day that work is given for.
const DUE: &str = "2099-01-15";

impl City {
    /// An evaluator who takes part in nothing: the account.
    pub async fn evaluator(&self) -> String {
        let evaluator = account(&self.state).await;
        let store = &self.state.store;
        let granted = store.grant_role(&evaluator, "evaluator", Actor::Operator, self.now());
        granted.await.expect("the role is granted");
        evaluator
    }

    /// Ends every run that waits, as if its plugin did not fit.
    pub async fn end_runs(&self) {
        let store = &self.state.store;
        let ended = Ended {
            state: "rejected".to_owned(),
            at: self.now(),
            ..Ended::default()
        };
        for task in 0.. {
            let taken = store.take_next(Steps::Evaluate, &task.to_string(), 1).await;
            let Some(taken) = taken.expect("the queue answers") else {
                return;
            };
            let end = store.end_run(&taken.claim(), &ended, None).await;
            end.expect("it ends");
        }
    }

    /// Gives every finalist of a closed challenge to an evaluator.
    pub async fn assign(&self, challenge: &OpenChallenge, evaluator: &str) {
        let store = &self.state.store;
        let locked = store.lock_finalists(&challenge.id, self.now()).await;
        locked.expect("finalists can be locked");
        let new = NewAssignments {
            challenge: &challenge.id,
            evaluator: Some(evaluator),
            submission: None,
            due_on: DUE,
            by: &self.staff,
            at: self.now(),
        };
        let given = store.assign(new).await.expect("the store answers");
        assert!(matches!(given, Assigned::Done { .. }), "{given:?}");
    }
}
