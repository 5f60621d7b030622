//! Writes the table of bounds into docs/THREATS.md, as the program tells it.

use std::fs;

use anyhow::{Context, Result, bail};

use crate::command::{cargo, pilotbox, root, run, text};

const DOCUMENT: &str = "docs/THREATS.md";
const BEGIN: &str = "<!-- bounds -->\n";
const END: &str = "<!-- end of bounds -->";

pub(crate) fn bounds() -> Result<()> {
    run(&mut cargo(&["build", "--release", "--package", "pilotbox"]))?;
    let mut command = pilotbox();
    command.args(["doctor", "--bounds"]);
    let output = command.output().with_context(|| text(&command))?;
    if !output.status.success() {
        bail!("`{}` failed: {}", text(&command), output.status);
    }
    let path = root().join(DOCUMENT);
    let document = fs::read_to_string(&path).context(DOCUMENT)?;
    let marked = document
        .split_once(BEGIN)
        .and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
    let (before, after) = marked.with_context(|| format!("{DOCUMENT}: no `{END}`"))?;
    let table = String::from_utf8(output.stdout)?;
    fs::write(path, format!("{before}{BEGIN}{table}{END}{after}")).context(DOCUMENT)
}
