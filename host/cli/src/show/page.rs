//! What a command says to people, written in one piece: a pipe that is closed is
//! no fault, a disk that is full is one with a name.

use std::{
    fmt::Display,
    io::{ErrorKind, Write},
};

use pilotbox_model::printable_lines;

use crate::exit::{Exit, Failure};

/// Lines for standard output.
#[derive(Default)]
pub(crate) struct Page(String);

impl Page {
    /// Adds lines that somebody else wrote: nothing in them steers a terminal.
    pub(crate) fn told(&mut self, lines: impl Display) {
        self.line(printable_lines(&lines.to_string()));
    }

    /// Adds a line.
    pub(crate) fn line(&mut self, line: impl Display) {
        self.0.push_str(&line.to_string());
        self.0.push('\n');
    }

    /// Writes all lines; colours and styles only on a terminal.
    pub(crate) fn print(self) -> Result<(), Failure> {
        let mut output = anstream::stdout();
        let written = output
            .write_all(self.0.as_bytes())
            .and_then(|()| output.flush());
        match written {
            // Whoever reads has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::new(
                Exit::Host,
                format!("standard output cannot be written: {error}"),
            )),
            Ok(()) => Ok(()),
        }
    }
}
