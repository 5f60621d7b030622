//! Odd and hostile guests: a folder each under `tests/guests`, named by the
//! number of the threat and by what it does. Number 00 is beyond the list of
//! sixty-two. A folder holds `expect.toml` and exactly one source:
//!
//! - `plugin/`: a crate, built beforehand;
//! - `guest.wat`: a core module that no compiler makes, encoded here for the
//!   parking forecast;
//! - `component.wat`: a component that no encoder makes;
//! - `bytes.rs`: a function that writes the bytes, listed in `guests/bytes.rs`.

mod bytes;
mod encode;
mod expectation;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub use encode::encode;
pub use expectation::{Expectation, Stage};

use crate::{component, folder, names};

/// Numbers of the threats that must each have a guest.
pub const NUMBERS: std::ops::RangeInclusive<u8> = 1..=62;

/// A guest's folder.
#[derive(Clone, Debug)]
pub struct Guest {
    /// The number of the threat; 0 is beyond the list.
    pub number: u8,
    /// The folder's name, its number included.
    pub name: String,
    folder: PathBuf,
}

impl Guest {
    /// Every guest, by name.
    pub fn all() -> Vec<Self> {
        let parent = folder("tests/guests");
        let guest = |name: String| Self::in_folder(&parent, name);
        names(&parent).into_iter().map(guest).collect()
    }

    /// One guest by its folder's name.
    pub fn named(name: &str) -> Self {
        Self::in_folder(&folder("tests/guests"), name.to_owned())
    }

    fn in_folder(parent: &Path, name: String) -> Self {
        let number = name
            .get(..2)
            .and_then(|digits| digits.parse().ok())
            .filter(|_| name.as_bytes().get(2) == Some(&b'-'))
            .unwrap_or_else(|| panic!("tests/guests/{name}: a guest is called NN-what-it-does"));
        Self {
            number,
            folder: parent.join(&name),
            name,
        }
    }

    /// The name without its number.
    pub fn title(&self) -> &str {
        self.name.get(3..).unwrap_or_default()
    }

    /// The end that it must come to.
    pub fn expectation(&self) -> Expectation {
        let path = self.folder.join("expect.toml");
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Its bytes, built or made.
    pub fn bytes(&self) -> Vec<u8> {
        let held: BTreeSet<_> = names(&self.folder).into_iter().collect();
        let sources: Vec<_> = held.iter().filter(|name| *name != "expect.toml").collect();
        let [source] = sources.as_slice() else {
            panic!("{}: one source and expect.toml, not {held:?}", self.name);
        };
        match source.as_str() {
            "plugin" => read(&component(&format!("guest-{}", self.title()))),
            "guest.wat" => encode(&self.folder.join("guest.wat")),
            "component.wat" => wat::parse_file(self.folder.join("component.wat"))
                .unwrap_or_else(|error| panic!("{}: {error}", self.name)),
            "bytes.rs" => bytes::written(&self.name),
            other => panic!("{}: `{other}` is no source of a guest", self.name),
        }
    }
}

fn read(path: &Path) -> Vec<u8> {
    fs::read(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
