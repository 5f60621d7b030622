//! What a guest may call: the log, and tables through two doors. Each call
//! costs fuel by the byte, so that a storm of calls ends like any other loop.

use wasmtime::{
    StoreContextMut,
    component::{ComponentType, Lift, Linker, Lower, Resource, ResourceType},
};

use pilotbox_model::LogLevel;

use crate::{
    Column, Table, TableSet, fuel, meter,
    state::{CaseState, TableDoors},
    wasi,
};

/// Fuel of a host call beside its bytes: about the time of the transition.
pub(crate) const FUEL_PER_CALL: u64 = 200;

type Store<'a> = StoreContextMut<'a, CaseState>;

/// A linker with everything that any guest may import; what a given plugin may
/// import was decided when it was inspected.
pub(crate) fn linker(engine: &wasmtime::Engine) -> wasmtime::Result<Linker<CaseState>> {
    let mut linker = Linker::new(engine);
    link_log(&mut linker)?;
    link_tables(&mut linker)?;
    link_door(&mut linker, "pilotbox:plugin/data@0.1.0", |doors| {
        &doors.plugin
    })?;
    link_door(&mut linker, "pilotbox:challenge/data@0.1.0", |doors| {
        &doors.harness
    })?;
    meter::link(&mut linker)?;
    wasi::link(&mut linker)?;
    Ok(linker)
}

/// Takes fuel for a host call that moves `bytes`.
fn charge(store: &mut Store<'_>, bytes: usize) -> wasmtime::Result<()> {
    fuel::take(store, FUEL_PER_CALL.saturating_add(bytes as u64))
}

#[derive(ComponentType, Lift, Clone, Copy)]
#[component(enum)]
#[repr(u8)]
#[expect(dead_code, reason = "values come from guests, by the derived lifting")]
enum Level {
    #[component(name = "debug")]
    Debug,
    #[component(name = "info")]
    Info,
    #[component(name = "warn")]
    Warn,
    #[component(name = "error")]
    Error,
}

fn link_log(linker: &mut Linker<CaseState>) -> wasmtime::Result<()> {
    let mut log = linker.instance("pilotbox:plugin/log@0.1.0")?;
    log.func_wrap(
        "log",
        |mut store: Store<'_>, (level, message): (Level, String)| {
            charge(&mut store, message.len())?;
            let state = store.data_mut();
            state
                .take_output(message.len())
                .map_err(wasmtime::Error::new)?;
            let level = match level {
                Level::Debug => LogLevel::Debug,
                Level::Info => LogLevel::Info,
                Level::Warn => LogLevel::Warn,
                Level::Error => LogLevel::Error,
            };
            state.log.push(level, &message);
            Ok(())
        },
    )
}

#[derive(ComponentType, Lower, Clone, Copy)]
#[component(enum)]
#[repr(u8)]
enum Kind {
    #[component(name = "float")]
    Float,
    #[component(name = "integer")]
    Integer,
    #[component(name = "text")]
    Text,
}

#[derive(ComponentType, Lower)]
#[component(record)]
struct ColumnInfo {
    name: String,
    kind: Kind,
}

#[derive(ComponentType, Lower)]
#[component(variant)]
enum ReadError {
    #[component(name = "unknown-table")]
    UnknownTable(String),
    #[component(name = "unknown-column")]
    UnknownColumn(u32),
    #[component(name = "wrong-kind")]
    WrongKind(Kind),
    #[component(name = "out-of-range")]
    OutOfRange(u64),
}

fn link_door(
    linker: &mut Linker<CaseState>,
    name: &str,
    door: fn(&TableDoors) -> &TableSet,
) -> wasmtime::Result<()> {
    linker
        .instance(name)?
        .func_wrap("open", move |mut store: Store<'_>, (name,): (String,)| {
            charge(&mut store, name.len())?;
            let state = store.data_mut();
            let Some(table) = door(&state.tables).get(&name).cloned() else {
                return Ok((Err(ReadError::UnknownTable(name)),));
            };
            Ok((Ok(state.handles.push(table)?),))
        })
}

fn link_tables(linker: &mut Linker<CaseState>) -> wasmtime::Result<()> {
    let mut tables = linker.instance("pilotbox:plugin/tables@0.1.0")?;
    tables.resource("table", ResourceType::host::<Table>(), |mut store, rep| {
        store
            .data_mut()
            .handles
            .delete(Resource::<Table>::new_own(rep))?;
        Ok(())
    })?;
    tables.func_wrap(
        "[method]table.rows",
        |mut store: Store<'_>, (table,): (Resource<Table>,)| {
            charge(&mut store, 0)?;
            Ok((store.data().handles.get(&table)?.rows,))
        },
    )?;
    tables.func_wrap(
        "[method]table.columns",
        |mut store: Store<'_>, (table,): (Resource<Table>,)| {
            let columns = store.data().handles.get(&table)?.columns.clone();
            charge(
                &mut store,
                columns.iter().map(|(name, _)| name.len() + 12).sum(),
            )?;
            Ok((columns.iter().map(column_info).collect::<Vec<_>>(),))
        },
    )?;
    tables.func_wrap(
        "[method]table.read-f64",
        |store: Store<'_>, range: Range| {
            read(store, &range, |column| match column {
                Column::Float(values) => Some(values),
                _ => None,
            })
        },
    )?;
    tables.func_wrap(
        "[method]table.read-s64",
        |store: Store<'_>, range: Range| {
            read(store, &range, |column| match column {
                Column::Integer(values) => Some(values),
                _ => None,
            })
        },
    )?;
    tables.func_wrap(
        "[method]table.read-codes",
        |store: Store<'_>, range: Range| {
            read(store, &range, |column| match column {
                Column::Text { codes, .. } => Some(codes),
                _ => None,
            })
        },
    )?;
    tables.func_wrap("[method]table.dictionary", dictionary)
}

/// Table, column, offset and length, as the read functions take them.
type Range = (Resource<Table>, u32, u64, u32);

/// Copies a range of a column. Fuel is taken before anything is copied.
fn read<T: Clone>(
    mut store: Store<'_>,
    (table, column, offset, length): &Range,
    values: fn(&Column) -> Option<&Vec<T>>,
) -> wasmtime::Result<(Result<Vec<T>, ReadError>,)> {
    let table = store.data().handles.get(table)?.clone();
    let found = column_at(&table, *column).and_then(|column| {
        let values = values(column).ok_or(ReadError::WrongKind(kind(column)))?;
        slice(values, *offset, *length).ok_or(ReadError::OutOfRange(table.rows))
    });
    charge(
        &mut store,
        found.as_ref().map_or(0, |values| size_of_val(*values)),
    )?;
    Ok((found.map(<[T]>::to_vec),))
}

fn dictionary(
    mut store: Store<'_>,
    (table, column): (Resource<Table>, u32),
) -> wasmtime::Result<(Result<Vec<String>, ReadError>,)> {
    let table = store.data().handles.get(&table)?.clone();
    let found = column_at(&table, column).and_then(|column| match column {
        Column::Text { dictionary, .. } => Ok(dictionary),
        other => Err(ReadError::WrongKind(kind(other))),
    });
    let bytes = |texts: &std::sync::Arc<[String]>| texts.iter().map(|text| text.len() + 8).sum();
    charge(&mut store, found.as_ref().map_or(0, |texts| bytes(texts)))?;
    Ok((found.map(|texts| texts.to_vec()),))
}

fn column_at(table: &Table, index: u32) -> Result<&Column, ReadError> {
    let count = u32::try_from(table.columns.len()).unwrap_or(u32::MAX);
    let column = table.columns.get(index as usize);
    column
        .map(|(_, column)| column)
        .ok_or(ReadError::UnknownColumn(count))
}

fn slice<T>(values: &[T], offset: u64, length: u32) -> Option<&[T]> {
    let start = usize::try_from(offset).ok()?;
    values.get(start..start.checked_add(length as usize)?)
}

fn column_info((name, column): &(String, Column)) -> ColumnInfo {
    ColumnInfo {
        name: name.clone(),
        kind: kind(column),
    }
}

fn kind(column: &Column) -> Kind {
    match column {
        Column::Float(_) => Kind::Float,
        Column::Integer(_) => Kind::Integer,
        Column::Text { .. } => Kind::Text,
    }
}
