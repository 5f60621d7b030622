//! The repository's WIT packages.

use wit_parser::{Resolve, UnresolvedPackageGroup};

use crate::folder;

/// Dependencies first.
pub const WIT_PACKAGES: [&str; 6] = [
    "plugin",
    "challenge",
    "mobility",
    "utilities",
    "services",
    "templates",
];

/// Every WIT package of the repository.
pub fn all_wit() -> Resolve {
    let mut resolve = Resolve::default();
    for name in WIT_PACKAGES {
        let path = folder("wit").join(name);
        let group = UnresolvedPackageGroup::parse_dir(&path).expect("the package is WIT");
        resolve.push_group(group).expect("the package resolves");
    }
    resolve
}
