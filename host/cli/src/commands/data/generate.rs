//! `pilotbox data generate`.

use pilotbox_sanitize::{
    Table,
    generate::{self, Dataset, Dirt, Extent, Form, GeneratorOptions},
    table::BLOCK_ROWS,
};
use serde_json::json;

use super::safe::write_table;
use crate::{
    arguments::data::Generate,
    exit::{Exit, Failure},
    show::{self, Page},
};

pub(super) fn generate(arguments: &Generate) -> Result<(), Failure> {
    let table = table(arguments)?;
    write_table(&table, &arguments.out)?;
    let (rows, columns) = (table.rows(), table.schema().fields().len());
    if arguments.json {
        return show::json(&json!({ "file": arguments.out, "rows": rows, "columns": columns }));
    }
    let mut page = Page::default();
    page.line(format_args!(
        "{}: {rows} rows, {columns} columns; nobody in it is real",
        arguments.out.display()
    ));
    page.print()
}

fn table(arguments: &Generate) -> Result<Table, Failure> {
    let known = Dataset::ALL.into_iter();
    let dataset = known.clone().find(|one| one.as_str() == arguments.dataset);
    let dataset = dataset.ok_or_else(|| {
        let names: Vec<_> = known.map(Dataset::as_str).collect();
        let message = format!(
            "`{}` is no table of the city; hint: {}",
            arguments.dataset,
            names.join(", ")
        );
        Failure::usage(message)
    })?;
    let is_typed = arguments.clean;
    let generator = generate::generate(GeneratorOptions {
        seed: arguments.seed,
        dataset,
        extent: Extent::Rows(arguments.rows),
        dirt: if arguments.clean {
            Dirt::NONE
        } else {
            Dirt::USUAL
        },
        form: if is_typed { Form::Typed } else { Form::Text },
        block_rows: BLOCK_ROWS,
    });
    let generator = generator.map_err(Failure::usage)?;
    let schema = generator.schema().as_ref().clone();
    let blocks = generator.map(|block| block.batch).collect();
    Table::new(dataset.as_str(), schema, blocks).map_err(|error| Failure::new(Exit::Host, error))
}
