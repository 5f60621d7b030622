use super::*;
use crate::{
    Package, Source,
    fixture::write,
    lint::ColumnKind,
    template::{TemplateKind, fixture::form},
};

fn tables(kind: TemplateKind) -> SplitTables {
    SplitTables {
        columns: vec![
            ("at".to_owned(), ColumnKind::Int64),
            ("litres".to_owned(), ColumnKind::Double),
            ("pump".to_owned(), ColumnKind::Text),
        ],
        strata: vec!["a \"b\"".to_owned(), "Изток".to_owned()],
        parts: kind
            .parts()
            .iter()
            .map(|part| (*part, b"PAR1".to_vec()))
            .collect(),
    }
}

fn fields(form: &TemplateForm) -> Vec<String> {
    let errors = files(form, tables(form.kind)).expect_err("it is refused");
    errors.into_iter().map(|error| error.field).collect()
}

fn folder(package: &TemplatePackage) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, bytes) in &package.files {
        write(folder.path(), path, &String::from_utf8_lossy(bytes));
    }
    folder
}

#[test]
fn a_package_of_each_template_passes_every_lint_of_files() {
    for kind in TemplateKind::ALL {
        let package = files(&form(kind), tables(kind)).expect("the form has no fault");
        assert!(package.final_data.is_empty());
        let folder = folder(&package);
        let source = Source::folder(folder.path()).expect("a folder");
        assert_eq!(lint::check(&source), [], "{kind}");
        let package = Package::open(folder.path()).expect("it opens");
        let manifest = package.manifest();
        assert_eq!(manifest.interface, kind.interface());
        assert_eq!(manifest.title.en, "A \"made\" one");
        assert!(manifest.strata.contains_key("a \"b\""));
        assert_eq!(manifest.harness.params, form(kind).params);
        assert_eq!(manifest.component("harness"), kind.component("harness"));
        assert_eq!(manifest.component("peek"), kind.component("peek"));
    }
}

#[test]
fn withheld_data_lies_apart() {
    let mut form = form(TemplateKind::Forecast);
    form.openness = Openness::Withheld;
    let package = files(&form, tables(form.kind)).expect("the form has no fault");
    let apart: Vec<_> = package.final_data.keys().collect();
    assert_eq!(apart, ["data/final/readings.parquet"]);
    let folder = folder(&package);
    let source = Source::folder(folder.path()).expect("a folder");
    assert_eq!(lint::check(&source), []);
}

#[test]
fn every_fault_is_told_at_its_field() {
    let mut form = form(TemplateKind::Forecast);
    form.id = "Not an id".to_owned();
    form.version = "1".to_owned();
    form.title.bg = " ".to_owned();
    form.licence = String::new();
    form.phases.closes = "soon".to_owned();
    form.limits.fuel = 0;
    form.unit = "x".repeat(65);
    let told = fields(&form);
    for field in [
        "id",
        "version",
        "title.bg",
        "licence",
        "phases.closes",
        "limits.fuel",
        "unit",
    ] {
        assert!(told.contains(&field.to_owned()), "{field}: {told:?}");
    }
}

#[test]
fn settings_are_told_by_name() {
    let mut form = form(TemplateKind::Forecast);
    form.params.remove("target");
    form.params
        .insert("colour".to_owned(), crate::template::ParamValue::Integer(1));
    let told = fields(&form);
    assert!(told.contains(&"params.target".to_owned()), "{told:?}");
    assert!(told.contains(&"params.colour".to_owned()), "{told:?}");
}

#[test]
fn phases_that_end_before_they_begin_are_told() {
    let mut form = form(TemplateKind::Assign);
    form.phases.closes = form.phases.opens.clone();
    assert_eq!(fields(&form), ["phases.closes"]);
}
