//! Makes the challenges' data again from its sources, by the script beside it.

use std::process::Command;

use anyhow::Result;

use crate::command::{challenges, root, run};

/// What the scripts need, pinned: other versions may write other bytes.
const REQUIREMENTS: [&str; 5] = [
    "numpy==2.4.6",
    "pandas==3.1.1",
    "pyarrow==26.0.1",
    "openpyxl==3.1.5",
    "holidays==0.109",
];

pub(crate) fn data() -> Result<()> {
    let environment = root().join("target/data-venv");
    if !environment.is_dir() {
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment))?;
    }
    let python = environment.join("bin/python");
    run(Command::new(&python)
        .args(["-m", "pip", "install", "--quiet"])
        .args(REQUIREMENTS))?;
    for challenge in challenges()? {
        // What the pilot sees is made from what the splits hold.
        for script in ["data/make.py", "data/pilot.py"] {
            run(Command::new(&python).arg(script).current_dir(&challenge))?;
        }
    }
    Ok(())
}
