//! Looks for many texts at once: whoever was planted in raw data may stand nowhere else.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;

/// Texts to look for, and the machine that finds them.
pub struct Search {
    texts: Vec<String>,
    machine: AhoCorasick,
}

impl Search {
    /// For these texts, none of which is empty.
    pub fn of(texts: impl IntoIterator<Item = String>) -> Self {
        let texts: Vec<_> = texts.into_iter().collect();
        let is_any_empty = texts.iter().any(String::is_empty);
        assert!(!is_any_empty, "an empty text is found everywhere");
        let machine = AhoCorasick::new(&texts).expect("the texts are few enough");
        Self { texts, machine }
    }

    /// The texts.
    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    /// One of the texts that stands in these bytes.
    pub fn find(&self, bytes: &[u8]) -> Option<&str> {
        let found = self.machine.find(bytes)?;
        Some(&self.texts[found.pattern()])
    }

    /// All of the texts that stand in these bytes.
    pub fn all_in(&self, bytes: &[u8]) -> HashSet<&str> {
        let found = self.machine.find_overlapping_iter(bytes);
        found
            .map(|found| self.texts[found.pattern()].as_str())
            .collect()
    }
}
