//! A reader with an allowance: what a library reads on its own account is bounded,
//! whatever the file makes it look for.

use std::{
    cell::Cell,
    io::{self, Read, Seek, SeekFrom},
    rc::Rc,
};

/// How many bytes may still be read; shared with the reader that it bounds.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowance(Rc<Cell<u64>>);

/// A reader that fails when its allowance is used up.
pub(crate) struct Metered<R> {
    reader: R,
    allowance: Allowance,
    spent: Rc<Cell<bool>>,
}

impl Allowance {
    pub(crate) fn set(&self, bytes: u64) {
        self.0.set(bytes);
    }
}

impl<R> Metered<R> {
    pub(crate) fn new(reader: R, bytes: u64) -> Self {
        let allowance = Allowance::default();
        allowance.set(bytes);
        Self {
            reader,
            allowance,
            spent: Rc::default(),
        }
    }

    pub(crate) fn allowance(&self) -> Allowance {
        self.allowance.clone()
    }

    /// Becomes true when a read was refused.
    pub(crate) fn spent(&self) -> Rc<Cell<bool>> {
        Rc::clone(&self.spent)
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.allowance.0.get();
        if left == 0 && !buffer.is_empty() {
            // The end of the file may be just here: one byte tells.
            let mut one = [0];
            if self.reader.read(&mut one)? == 0 {
                return Ok(0);
            }
            self.spent.set(true);
            return Err(io::Error::other("more bytes than allowed"));
        }
        let most = usize::try_from(left).unwrap_or(usize::MAX);
        let length = buffer.len().min(most);
        let window = buffer.get_mut(..length).unwrap_or_default();
        let read = self.reader.read(window)?;
        self.allowance.set(left.saturating_sub(read as u64));
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_just_its_allowance_is_read() {
        let mut text = String::new();
        let mut reader = Metered::new(&b"four"[..], 4);
        reader.read_to_string(&mut text).expect("it is read");
        assert_eq!(text, "four");
    }

    #[test]
    fn a_byte_more_is_refused() {
        let mut reader = Metered::new(&b"fives"[..], 4);
        let spent = reader.spent();
        reader.read_to_end(&mut Vec::new()).expect_err("too long");
        assert!(spent.get());
    }
}
