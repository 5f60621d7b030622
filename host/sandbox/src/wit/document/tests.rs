use super::*;

const OWN: &str = "package city:trees@0.1.0;
/// Which trees to water.
interface watering {
  use other:deps/kinds@1.0.0.{tree};
  /// What is asked.
  record request {
    /// All trees.
    trees: list<tuple<tree, f64>>,
  }
  variant refusal { too-few(u32), other }
  /// Says which.
  choose: func(request: request) -> result<list<u32>, refusal>;
}
world waterer { export watering; }
";
const NEEDED: &str = "package other:deps@1.0.0;
interface kinds { record tree { age: u8 } }
";

#[test]
fn every_part_is_told_with_what_its_author_wrote() {
    let packages = [vec![("a.wit", OWN)], vec![("b.wit", NEEDED)]];
    let read = WitDocument::read(&packages, "city:trees/watering@0.1.0").unwrap();
    assert_eq!(read.about.as_deref(), Some("Which trees to water."));
    assert_eq!(read.world.as_deref(), Some("waterer"));
    let request = read
        .types
        .iter()
        .find(|kind| kind.name == "request")
        .unwrap();
    assert_eq!(request.kind, "record");
    assert_eq!(
        request.parts,
        [WitPart {
            name: "trees".to_owned(),
            kind: Some("list<tuple<tree, f64>>".to_owned()),
            about: Some("All trees.".to_owned()),
        }]
    );
    let choose = &read.functions[0];
    assert_eq!(choose.about.as_deref(), Some("Says which."));
    assert_eq!(choose.result.as_deref(), Some("result<list<u32>, refusal>"));
}

#[test]
fn what_is_no_wit_or_lacks_something_is_nothing() {
    let deep = format!(
        "package a:b;\ninterface i {{ f: func(x: {}u8",
        "list<".repeat(50_000)
    );
    for text in [OWN, "interface {", "", deep.as_str()] {
        let packages = [vec![("a.wit", text)]];
        assert_eq!(
            WitDocument::read(&packages, "city:trees/watering@0.1.0"),
            None
        );
    }
    let other = [vec![("b.wit", NEEDED)]];
    assert_eq!(WitDocument::read(&other, "city:trees/watering@0.1.0"), None);
}

/// The package that is wanted, with more behind it.
fn padded(more: &str) -> Option<WitDocument> {
    let own = format!("{OWN}{more}");
    let packages = [vec![("a.wit", own.as_str())], vec![("b.wit", NEEDED)]];
    WitDocument::read(&packages, "city:trees/watering@0.1.0")
}

#[test]
fn what_the_parser_copies_too_often_is_nothing() {
    let chain = |worlds: usize| {
        let world = |at| format!("world w{} {{ include w{at}; }}\n", at + 1);
        let worlds: String = (0..worlds).map(world).collect();
        format!("world w0 {{}}\n{worlds}")
    };
    // There are a world, two interfaces and a `use` already.
    assert!(padded(&chain(31)).is_some());
    assert_eq!(padded(&chain(32)), None);

    let interfaces = |count: usize| -> String {
        let interface = |at| format!("interface i{at} {{}}\n");
        (0..count).map(interface).collect()
    };
    assert!(padded(&interfaces(253)).is_some());
    assert_eq!(padded(&interfaces(254)), None);

    let wide = format!("//{}\n", " ".repeat(256 << 10));
    assert!(padded(&format!("{}{wide}", chain(10))).is_some());
    assert_eq!(padded(&format!("{}{wide}", chain(20))), None);
}
