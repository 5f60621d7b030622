//! Whether a database can be used, told without changing it: before a server is
//! started, and before a backup is put into it.

use sqlx::{AnyConnection, Connection, any::install_default_drivers};

use super::StoreError;

/// Tables of others than the database itself, in any schema: the queue has one of its
/// own.
const POSTGRES_TABLES: &str = "select count(*) from pg_catalog.pg_class c \
     join pg_catalog.pg_namespace n on n.oid = c.relnamespace \
     where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' \
     and n.nspname <> 'information_schema'";

/// Tables of a SQLite file.
const SQLITE_TABLES: &str = "select count(*) from sqlite_master where type = 'table'";

/// Connects to a database that is there, demands that it may be written to, and
/// tells how many tables it holds. Makes and changes nothing. The address is as
/// [`crate::Store::open`] takes it; a file of SQLite has to be there.
pub async fn count_tables(url: &str) -> Result<i64, StoreError> {
    install_default_drivers();
    let is_file = url.starts_with("sqlite:");
    let (begin, count) = if is_file {
        // Takes the lock of writers, and so fails where nothing could be written.
        ("begin immediate", SQLITE_TABLES)
    } else {
        ("begin read write", POSTGRES_TABLES)
    };
    let mut connection = AnyConnection::connect(url).await?;
    let mut tx = connection.begin_with(begin).await?;
    let tables: i64 = sqlx::query_scalar(count).fetch_one(&mut *tx).await?;
    tx.rollback().await?;
    connection.close().await?;
    Ok(tables)
}
