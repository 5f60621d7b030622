//! The published folder as others' machines find it: a DCAT-AP 3 catalogue of one data
//! set, in JSON-LD and in Turtle.

use std::path::Path;

use jiff::civil::Date;
use pilotbox_model::Digest;
use pilotbox_sanitize::{
    catalogue::{Catalogue, DataFile, DataSet, FileKind, Publisher, licence_url},
    format::write::csvw::Text,
    policy::{Policy, Texts},
};

use crate::{arguments::data::Described, exit::Failure, files};

/// A folder with what is published of a data set.
pub(super) struct Published<'a> {
    pub(super) policy: &'a Policy,
    pub(super) folder: &'a Path,
    /// The day of publication.
    pub(super) day: Date,
}

impl Published<'_> {
    /// Writes both files beside the others; tells their names.
    pub(super) fn write(&self, described: &Described) -> Result<[String; 2], Failure> {
        let catalogue = self.catalogue(described)?;
        let texts = [
            ("catalogue.jsonld", catalogue.json_ld()),
            ("catalogue.ttl", catalogue.turtle()),
        ];
        for (name, text) in texts {
            let text = text.map_err(Failure::usage)?;
            files::write(&self.folder.join(name), text.as_bytes())?;
        }
        Ok(["catalogue.jsonld", "catalogue.ttl"].map(str::to_owned))
    }

    fn catalogue(&self, described: &Described) -> Result<Catalogue, Failure> {
        let (policy, base) = (self.policy, described.address.trim_end_matches('/'));
        let owner = described.publisher.as_ref();
        let owner = owner.unwrap_or(&policy.source.owner);
        let own_address = described.publisher_address.clone();
        Ok(Catalogue {
            url: format!("{base}#catalogue"),
            title: text(&policy.title),
            description: text(&policy.description),
            publisher: Publisher {
                url: own_address.unwrap_or_else(|| format!("{base}#publisher")),
                name: Text {
                    bg: owner.clone(),
                    en: owner.clone(),
                },
            },
            modified: self.day,
            data_sets: vec![self.data_set(described, base)?],
            live: Vec::new(),
        })
    }

    fn data_set(&self, described: &Described, base: &str) -> Result<DataSet, Failure> {
        let policy = self.policy;
        let name = &policy.dataset;
        let at = |file: &str| format!("{base}/{file}");
        let kinds = [("parquet", FileKind::Parquet), ("csv", FileKind::Csv)];
        let files = kinds.map(|(ending, kind)| self.file(base, &format!("{name}.{ending}"), kind));
        Ok(DataSet {
            url: base.to_owned(),
            identifier: name.clone(),
            version: policy.version.clone(),
            title: text(&policy.title),
            description: text(&policy.description),
            keywords: Vec::new(),
            themes: described.theme.clone(),
            issued: described.issued.unwrap_or(self.day),
            modified: self.day,
            provenance: provenance(policy),
            licence: licence_url(&policy.licence),
            policy: at("policy.toml"),
            risk_report: at("risk.bg.html"),
            dictionary: at(&format!("{name}.csv-metadata.json")),
            period: None,
            area: None,
            files: files.into_iter().collect::<Result<_, _>>()?,
        })
    }

    fn file(&self, base: &str, name: &str, kind: FileKind) -> Result<DataFile, Failure> {
        let bytes = files::read(&self.folder.join(name))?;
        Ok(DataFile {
            url: format!("{base}/{name}"),
            kind,
            bytes: bytes.len() as u64,
            sha256: Digest::of(&bytes).hex(),
        })
    }
}

/// Where it came from and how it was changed.
fn provenance(policy: &Policy) -> Text {
    let source = &policy.source;
    let (owner, how, when) = (&source.owner, &source.how, &source.when);
    let version = &policy.version;
    Text {
        bg: format!("{owner}: {how}, {when}. Променени по политика {version}."),
        en: format!("{owner}: {how}, {when}. Changed by policy {version}."),
    }
}

fn text(texts: &Texts) -> Text {
    Text {
        bg: texts.bg.clone(),
        en: texts.en.clone(),
    }
}
