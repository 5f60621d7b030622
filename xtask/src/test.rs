//! Every test, and their count.

use std::{
    io::{BufRead, BufReader},
    process::Stdio,
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

pub(crate) fn test() -> Result<()> {
    setup::setup()?;
    client::client()?;
    guests::guests()?;
    let mut command = cargo(&["test", "--release", "--workspace", "--no-fail-fast"]);
    eprintln!("$ {}", text(&command));
    let mut child = command
        .stdout(Stdio::piped())
        .spawn()
        .with_context(|| text(&command))?;
    let output = child.stdout.take().context("no output")?;
    let mut count = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        count.add(&line);
    }
    let status = child.wait()?;
    println!("{} passed, {} failed", count.passed, count.failed);
    if !status.success() || count.failed > 0 {
        bail!("tests failed");
    }
    if count.passed == 0 {
        bail!("no test ran");
    }
    Ok(())
}

impl Count {
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
