//! Every test, and their count.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::{
    client,
    command::{cargo, text},
    guests, setup,
};

#[derive(Default)]
struct Count {
    passed: u64,
    failed: u64,
}

/// The chores are tested as they are built, apart from the rest: cargo joins the features of
/// all that it builds at once, and theirs would compile the engine a second time.
const CHORES: [&str; 4] = ["test", "--package", "xtask", "--no-fail-fast"];
const THE_REST: [&str; 6] = [
    "test",
    "--release",
    "--workspace",
    "--exclude",
    "xtask",
    "--no-fail-fast",
];

pub(crate) fn test() -> Result<()> {
    setup::setup()?;
    client::client()?;
    guests::guests()?;
    let mut count = Count::default();
    let chores = count.run(&mut cargo(&CHORES))?;
    let rest = count.run(&mut cargo(&THE_REST))?;
    println!("{} passed, {} failed", count.passed, count.failed);
    if !(chores && rest) || count.failed > 0 {
        bail!("tests failed");
    }
    if count.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

impl Count {
    /// Runs tests, shows what they print, counts them, and tells whether all went well.
    fn run(&mut self, command: &mut Command) -> Result<bool> {
        eprintln!("$ {}", text(command));
        let mut child = command
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| text(command))?;
        let output = child.stdout.take().context("no output")?;
        for line in BufReader::new(output).lines() {
            let line = line?;
            println!("{line}");
            self.add(&line);
        }
        Ok(child.wait()?.success())
    }

    /// Adds up the closing lines of the test binaries.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        let number = |word: &str| {
            let before = rest.split(word).next()?;
            before
                .rsplit([' ', '.', ';'])
                .find(|part| !part.is_empty())?
                .parse::<u64>()
                .ok()
        };
        self.passed += number(" passed").unwrap_or(0);
        self.failed += number(" failed").unwrap_or(0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_add_up() {
        let mut count = Count::default();
        count.add("test result: ok. 12 passed; 0 failed; 0 ignored; 0 measured");
        count.add("test result: FAILED. 3 passed; 2 failed; 0 ignored");
        count.add("test some::result: ok");
        assert_eq!((count.passed, count.failed), (15, 2));
    }
}
