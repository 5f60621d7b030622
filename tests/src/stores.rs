//! A store for a test, on each database that an installation may have.

use std::future::Future;

use pilotbox_store::Store;

use crate::{postgres::Postgres, scratch};

/// Connections of one store: enough for tasks that wait for each other.
const CONNECTIONS: u32 = 8;

/// Runs a test on SQLite and on PostgreSQL, each time on an empty database, and
/// tells it the database's address.
pub fn on_both_urls<F: Future<Output = ()>>(test: impl Fn(String) -> F) {
    let folder = scratch();
    let sqlite = format!("sqlite:{}", folder.path().join("test.db").display());
    for url in [sqlite, Postgres::database()] {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime can be made");
        runtime.block_on(test(url));
    }
}

/// Runs a test on an empty store of each kind.
pub fn stores<F: Future<Output = ()>>(test: impl Fn(Store) -> F) {
    on_both_urls(|url| {
        let test = &test;
        async move {
            let store = open_store(&url).await;
            test(store.clone()).await;
            store.close().await;
        }
    });
}

/// Opens a store at an address, as each process of an installation does.
pub async fn open_store(url: &str) -> Store {
    let opened = Store::open(url, CONNECTIONS).await;
    opened.unwrap_or_else(|error| panic!("`{url}` cannot be opened: {error}"))
}
