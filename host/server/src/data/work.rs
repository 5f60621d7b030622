//! Work on raw data goes on off the event loop. Where it panics, the message could hold a
//! cell: the log has the place in the code, and nothing else.

use std::{
    cell::Cell,
    panic::{self, AssertUnwindSafe},
    sync::Once,
};

use tokio::{sync::OwnedSemaphorePermit, task::spawn_blocking};

use crate::problem::Problem;

thread_local! {
    /// Whether this thread works on raw data.
    static WORKS: Cell<bool> = const { Cell::new(false) };
}

static HOOK: Once = Once::new();

/// Works on raw data. The turn ends with the work, not with the request.
pub(crate) async fn work<T: Send + 'static>(
    turn: OwnedSemaphorePermit,
    task: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let working = spawn_blocking(move || {
        let _turn = turn;
        caught(task)
    });
    let done = working.await.ok().flatten();
    done.unwrap_or_else(|| Err(Problem::internal("work on raw data panicked")))
}

/// Calls a function; nothing if it panics. What it worked on is thrown away then.
fn caught<T>(task: impl FnOnce() -> T) -> Option<T> {
    HOOK.call_once(keep_messages_back);
    WORKS.set(true);
    let done = panic::catch_unwind(AssertUnwindSafe(task));
    WORKS.set(false);
    done.ok()
}

fn keep_messages_back() {
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if WORKS.get() {
            let place = info.location().map(ToString::to_string);
            tracing::error!(place, "work on raw data panicked");
        } else {
            usual(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use pilotbox_model::api::problem::Code;

    use super::super::Door;
    use super::*;

    #[tokio::test]
    async fn a_panic_is_a_fault_of_ours_and_ends_the_turn() {
        let door = Door::to_work();
        let turn = door.enter().await.unwrap();
        let failed = work(turn, || -> Result<(), Problem> { panic!("Ivan Petrov") }).await;
        assert_eq!(failed.unwrap_err().code(), Code::Internal);
        let turn = door.enter().await.unwrap();
        assert_eq!(work(turn, || Ok(1)).await.unwrap(), 1);
    }

    #[test]
    fn only_the_work_is_kept_out_of_the_log() {
        assert_eq!(caught(|| WORKS.get()), Some(true));
        assert_eq!(caught(|| -> u8 { panic!("Ivan Petrov") }), None);
        assert!(!WORKS.get());
    }
}
