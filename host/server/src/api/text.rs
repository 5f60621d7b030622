//! Bounds on what people write. The types say which fields there are; this says
//! how long and of what.

use pilotbox_model::api::problem::Code;

use crate::problem::Problem;

/// Longest id or slug.
const MAX_KEY_BYTES: usize = 128;

/// Demands `least..=most` characters without control characters other than line
/// breaks and tabs. PostgreSQL's text cannot hold the character 0, so it is
/// refused here for both databases.
pub fn demand_text(name: &str, text: &str, least: usize, most: usize) -> Result<(), Problem> {
    let count = text.chars().count();
    if count < least || count > most {
        return Err(Problem::new(Code::BadRequest).detail(format!(
            "`{name}` has {count} characters, {least} to {most} are wanted"
        )));
    }
    let is_bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    match text.chars().find(|c| is_bad(*c)) {
        Some(bad) => Err(Problem::new(Code::BadRequest).detail(format!(
            "`{name}` holds the control character U+{:04X}",
            u32::from(bad)
        ))),
        None => Ok(()),
    }
}

/// As [`demand_text`], on one line and not blank.
pub fn demand_line(name: &str, text: &str, most: usize) -> Result<(), Problem> {
    demand_text(name, text, 1, most)?;
    if text.trim().is_empty() || text.contains(['\n', '\r', '\t']) {
        return Err(Problem::new(Code::BadRequest)
            .detail(format!("`{name}` has to be one line that is not blank")));
    }
    Ok(())
}

/// Demands that a filter of a list is an id or a slug; empty where there is none.
pub fn demand_key(name: &str, key: Option<String>) -> Result<String, Problem> {
    let key = key.unwrap_or_default();
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if key.len() <= MAX_KEY_BYTES && key.bytes().all(is_plain) {
        return Ok(key);
    }
    Err(Problem::new(Code::BadRequest).detail(format!("`{name}` is no id")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_counted_in_characters() {
        assert!(demand_text("approach", "ж".repeat(5).as_str(), 1, 5).is_ok());
        let error = demand_text("approach", "жжжжжж", 1, 5).unwrap_err();
        assert_eq!(
            error.body().detail.as_deref(),
            Some("`approach` has 6 characters, 1 to 5 are wanted")
        );
    }

    #[test]
    fn what_no_database_holds_is_refused() {
        assert!(demand_text("name", "a\0b", 1, 5).is_err());
        assert!(demand_line("name", "a\nb", 5).is_err());
        assert!(demand_line("name", "   ", 5).is_err());
    }
}
