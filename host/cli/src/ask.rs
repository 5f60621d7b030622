//! What a person is asked at a terminal. Where nobody sits there, nothing is
//! waited for: the option that answers is named instead.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::exit::{Exit, Failure};

/// Most of a line that is read: keeps a file that is given by mistake from
/// filling memory.
const MAX_LINE_BYTES: u64 = 64 * 1024;

/// A password that is not shown, or the first line of standard input.
pub(crate) fn password(from_stdin: bool) -> Result<String, Failure> {
    if from_stdin {
        return first_line(io::stdin().lock());
    }
    demand_terminal("use `--password-stdin`")?;
    rpassword::prompt_password("password: ").map_err(broken)
}

/// A new password: asked for twice, since nobody sees what is typed.
pub(crate) fn new_password(from_stdin: bool) -> Result<String, Failure> {
    let password = password(from_stdin)?;
    if from_stdin {
        return Ok(password);
    }
    let again = rpassword::prompt_password("password again: ").map_err(broken)?;
    if password == again {
        return Ok(password);
    }
    Err(Failure::usage("these are two passwords; hint: try again"))
}

/// A line that is shown while it is typed. `otherwise` says what to do where nobody
/// can be asked.
pub(crate) fn line(question: &str, otherwise: &str) -> Result<String, Failure> {
    demand_terminal(otherwise)?;
    prompt(question)
}

/// Goes on only if the person says so.
pub(crate) fn agreed(question: &str, otherwise: &str) -> Result<(), Failure> {
    demand_terminal(otherwise)?;
    match prompt(&format!("{question} [y/N]"))?
        .to_lowercase()
        .as_str()
    {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::usage("nothing was done")),
    }
}

fn prompt(question: &str) -> Result<String, Failure> {
    let mut err = io::stderr();
    write!(err, "{question}: ")
        .and_then(|()| err.flush())
        .map_err(broken)?;
    first_line(io::stdin().lock())
}

fn first_line(reader: impl BufRead) -> Result<String, Failure> {
    let mut line = String::new();
    let mut bounded = io::Read::take(reader, MAX_LINE_BYTES);
    bounded.read_line(&mut line).map_err(broken)?;
    let line = line.trim_end_matches(['\n', '\r']);
    if line.is_empty() {
        return Err(Failure::usage("nothing was given on standard input"));
    }
    Ok(line.to_owned())
}

fn demand_terminal(otherwise: &str) -> Result<(), Failure> {
    if io::stdin().is_terminal() {
        return Ok(());
    }
    Err(Failure::usage(format!(
        "nobody can be asked here; hint: {otherwise}"
    )))
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "the shape that `map_err` wants"
)]
fn broken(error: io::Error) -> Failure {
    Failure::new(Exit::Host, format!("the terminal cannot be read: {error}"))
}

#[cfg(test)]
mod tests {
    use super::first_line;

    #[test]
    fn a_line_loses_its_end_and_nothing_else() {
        let read = |text: &str| first_line(text.as_bytes()).ok();
        assert_eq!(read(" a b \r\nc\n").as_deref(), Some(" a b "));
        assert_eq!(read("secret").as_deref(), Some("secret"));
        assert_eq!(read("\nsecret"), None);
        assert_eq!(read(""), None);
    }
}
