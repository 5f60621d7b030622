//! The WIT packages: they parse, they are documented, and errors that a program
//! must tell apart are no bare strings.

use pilotbox_tests::{WIT_PACKAGES, all_wit, folder};
use wit_parser::{Docs, FunctionKind, Interface, Resolve, Type, TypeDef, TypeDefKind};

fn is_documented(docs: &Docs) -> bool {
    docs.contents
        .as_ref()
        .is_some_and(|text| !text.trim().is_empty())
}

#[test]
fn every_folder_is_a_package_of_its_name_and_version() {
    assert_eq!(
        pilotbox_tests::names(&folder("wit")),
        [
            "challenge",
            "mobility",
            "plugin",
            "services",
            "templates",
            "utilities"
        ]
    );
    let resolve = all_wit();
    let mut found: Vec<_> = resolve
        .packages
        .iter()
        .map(|(_, package)| package.name.to_string())
        .collect();
    found.sort();
    let mut expected = WIT_PACKAGES.map(|name| format!("pilotbox:{name}@0.1.0"));
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn packages_interfaces_and_worlds_are_documented() {
    let resolve = all_wit();
    let mut bare = Vec::new();
    for (_, package) in &resolve.packages {
        if !is_documented(&package.docs) {
            bare.push(package.name.to_string());
        }
    }
    for (_, interface) in &resolve.interfaces {
        if !is_documented(&interface.docs) {
            bare.push(format!("interface {}", name(interface)));
        }
    }
    for (_, world) in &resolve.worlds {
        if !is_documented(&world.docs) {
            bare.push(format!("world {}", world.name));
        }
    }
    assert!(bare.is_empty(), "no docs: {bare:#?}");
}

fn name(interface: &Interface) -> &str {
    interface.name.as_deref().unwrap_or("without a name")
}

#[test]
fn functions_are_documented_or_speak_through_their_resource() {
    let resolve = all_wit();
    let mut bare = Vec::new();
    for (_, interface) in &resolve.interfaces {
        for (function_name, function) in &interface.functions {
            // `rows` of a documented table and `open` of an interface that says
            // what opens need no second sentence.
            let is_told =
                matches!(function.kind, FunctionKind::Method(_)) || interface.functions.len() == 1;
            let is_told = is_told && is_documented(&interface.docs);
            if !is_told && !is_documented(&function.docs) {
                bare.push(format!("{}.{function_name}", name(interface)));
            }
        }
    }
    assert!(bare.is_empty(), "no docs: {bare:#?}");
}

#[test]
fn cases_of_errors_are_documented_one_by_one() {
    let resolve = all_wit();
    let mut bare = Vec::new();
    for (_, kind) in &resolve.types {
        let TypeDefKind::Variant(variant) = &kind.kind else {
            continue;
        };
        let cases = variant
            .cases
            .iter()
            .filter(|case| !is_documented(&case.docs));
        bare.extend(cases.map(|case| format!("{}.{}", type_name(kind), case.name)));
    }
    assert!(bare.is_empty(), "no docs: {bare:#?}");
}

#[test]
fn numbers_say_their_unit() {
    let resolve = all_wit();
    let mut bare = Vec::new();
    for (_, kind) in &resolve.types {
        let TypeDefKind::Record(record) = &kind.kind else {
            continue;
        };
        let floats = record
            .fields
            .iter()
            .filter(|field| holds_floats(&resolve, field.ty));
        let bare_floats =
            floats.filter(|field| !is_documented(&field.docs) && !is_documented(&kind.docs));
        bare.extend(bare_floats.map(|field| format!("{}.{}", type_name(kind), field.name)));
    }
    assert!(bare.is_empty(), "no docs: {bare:#?}");
}

fn type_name(kind: &TypeDef) -> &str {
    kind.name.as_deref().unwrap_or("without a name")
}

fn holds_floats(resolve: &Resolve, kind: Type) -> bool {
    match kind {
        Type::F64 | Type::F32 => true,
        Type::Id(id) => match resolve.types[id].kind {
            TypeDefKind::List(inner) | TypeDefKind::Option(inner) => holds_floats(resolve, inner),
            _ => false,
        },
        _ => false,
    }
}

#[test]
fn no_error_is_a_bare_string() {
    let resolve = all_wit();
    let is_bare = |kind: &TypeDefKind| {
        let TypeDefKind::Result(result) = kind else {
            return false;
        };
        result.err.is_none_or(|error| error == Type::String)
    };
    let bare: Vec<_> = resolve
        .types
        .iter()
        .filter(|(_, kind)| is_bare(&kind.kind))
        .collect();
    assert!(bare.is_empty(), "{bare:?}");
}
