//! The built harnesses and plugins of the templates, by name. Owns where they come from:
//! out of the program, or of a folder.

use std::{borrow::Cow, collections::BTreeMap, fs, io, path::Path};

use pilotbox_challenge::{pack::HARNESS, template::TemplateKind};

/// Plugins that every template ships.
const PLUGINS: [&str; 6] = ["baseline", "reference", "wrong", "slow", "trap", "peek"];

/// Bytes of one component. A file that is none of ours is not read whole.
const MAX_COMPONENT_BYTES: u64 = 8 << 20;

/// Components of templates.
#[derive(Clone, Default)]
pub struct TemplateComponents(BTreeMap<Cow<'static, str>, Cow<'static, [u8]>>);

impl TemplateComponents {
    /// Components that are part of the program: names such as
    /// `template-forecast-harness`, and bytes.
    pub fn embedded(list: &[(&'static str, &'static [u8])]) -> Self {
        let pair = |(name, bytes): &(&'static str, &'static [u8])| {
            (Cow::Borrowed(*name), Cow::Borrowed(*bytes))
        };
        Self(list.iter().map(pair).collect())
    }

    /// Components that `pilotbox build` wrote into a folder; other files are passed over.
    pub fn in_folder(folder: &Path) -> io::Result<Self> {
        let mut found = BTreeMap::new();
        for name in names() {
            let file = folder.join(format!("{name}.wasm"));
            let is_there = fs::metadata(&file)
                .is_ok_and(|about| about.is_file() && about.len() <= MAX_COMPONENT_BYTES);
            if is_there {
                found.insert(Cow::Owned(name), Cow::Owned(fs::read(&file)?));
            }
        }
        Ok(Self(found))
    }

    /// Whether all components of a template are there.
    pub fn has(&self, kind: TemplateKind) -> bool {
        wanted().all(|name| self.component(kind, name).is_some())
    }

    /// The harness or a plugin of a template.
    pub fn component(&self, kind: TemplateKind, name: &str) -> Option<&[u8]> {
        let name = kind.component(name);
        self.0.get(name.as_str()).map(AsRef::as_ref)
    }

    /// All components of a template by their names in a package; nothing unless all are
    /// there.
    pub fn of(&self, kind: TemplateKind) -> Option<BTreeMap<String, Vec<u8>>> {
        let bytes = |name: &str| Some(self.component(kind, name)?.to_vec());
        wanted()
            .map(|name| Some((name.to_owned(), bytes(name)?)))
            .collect()
    }
}

fn wanted() -> impl Iterator<Item = &'static str> {
    PLUGINS.into_iter().chain([HARNESS])
}

fn names() -> impl Iterator<Item = String> {
    let of = |kind: TemplateKind| wanted().map(move |name| kind.component(name));
    TemplateKind::ALL.into_iter().flat_map(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_is_there_once_all_of_it_is() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let write = |name: &str| {
            let file = folder.path().join(format!("{name}.wasm"));
            fs::write(file, name).expect("it can be written");
        };
        let kind = TemplateKind::Forecast;
        for name in PLUGINS {
            write(&kind.component(name));
        }
        write("another");
        let read = || TemplateComponents::in_folder(folder.path()).expect("it can be read");
        assert!(!read().has(kind) && read().of(kind).is_none());
        write(&kind.component(HARNESS));
        let all = read().of(kind).expect("all are there");
        assert_eq!(all.len(), PLUGINS.len() + 1);
        assert_eq!(all["peek"], b"template-forecast-peek");
        assert!(!read().has(TemplateKind::Assign));
    }

    #[test]
    fn without_a_folder_or_with_nothing_in_the_program_there_is_none() {
        let nowhere = TemplateComponents::in_folder(Path::new("/nonexistent"));
        let nowhere = nowhere.expect("nothing is read");
        let empty = TemplateComponents::embedded(&[]);
        for kind in TemplateKind::ALL {
            assert!(!nowhere.has(kind) && !empty.has(kind));
        }
        let some: &[(&str, &[u8])] = &[("template-assign-harness", b"x")];
        let some = TemplateComponents::embedded(some);
        assert_eq!(
            some.component(TemplateKind::Assign, HARNESS),
            Some(&b"x"[..])
        );
    }
}
