//! `pilotbox data key`, and how a key is read.

use std::path::Path;

use pilotbox_sanitize::change::Key;

use crate::{
    arguments::data::NewKey,
    exit::{Exit, Failure},
    files,
    show::Page,
};

/// Bytes of a key.
const BYTES: usize = 32;

pub(super) fn make(arguments: &NewKey) -> Result<(), Failure> {
    let path = &arguments.file;
    if path.exists() {
        let message = format!(
            "`{}` is there already; hint: choose another name",
            path.display()
        );
        return Err(Failure::usage(message));
    }
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| Failure::new(Exit::Host, error))?;
    let digits: Vec<_> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    files::write_secret(path, format!("{}\n", digits.concat()).as_bytes())?;
    let mut page = Page::default();
    page.line(format_args!(
        "{}: keep it apart from the data; whoever has both can undo the pseudonyms",
        path.display()
    ));
    page.print()
}

/// Reads a key; its content is never repeated in an error.
pub(super) fn read(path: &Path) -> Result<Key, Failure> {
    let wrong = || {
        let hint = "hint: `pilotbox data key FILE` makes one";
        Failure::usage(format!(
            "`{}` holds no key of 64 hexadecimal digits; {hint}",
            path.display()
        ))
    };
    let text = files::read(path)?;
    let text = std::str::from_utf8(&text).map_err(|_| wrong())?.trim();
    if text.len() != 2 * BYTES || !text.is_ascii() {
        return Err(wrong());
    }
    let mut bytes = [0; BYTES];
    for (place, byte) in bytes.iter_mut().enumerate() {
        let digits = text.get(2 * place..2 * place + 2).ok_or_else(wrong)?;
        *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
    }
    Ok(Key::new(bytes))
}
