//! What the tests share: where things lie, and one way to run the program.
//!
//! Tests drive the program as people do, on components that were built
//! beforehand; nothing here builds anything. Whatever goes wrong here panics,
//! which is how a test fails.
#![expect(clippy::missing_panics_doc, reason = "a panic here is a failing test")]

pub mod caller;
pub mod city;
pub mod dice;
pub mod guests;
mod host;
pub mod load;
pub mod postgres;
pub mod process;
mod program;
mod search;
pub mod server;
pub mod server_soak;
pub mod soak;
mod stores;
pub mod tables;
mod wit;

use std::{
    fs,
    path::{Path, PathBuf},
};

pub use host::Host;
pub use program::{End, Ended, pilotbox, program};
pub use search::Search;
pub use stores::{on_both_urls, open_store, stores};
pub use wit::{WIT_PACKAGES, all_wit};

/// The repository's root.
pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// A folder of the repository, such as `challenges/mobility/parking-forecast`.
pub fn folder(path: &str) -> PathBuf {
    let folder = repository().join(path);
    assert!(folder.is_dir(), "`{path}` is no folder of the repository");
    folder
}

/// A component that was built beforehand, by its package's name.
pub fn component(name: &str) -> PathBuf {
    let folder = std::env::var_os("PILOTBOX_COMPONENTS")
        .map_or_else(|| repository().join("target/components"), PathBuf::from);
    built(folder.join(format!("{name}.wasm")))
}

/// Demands that a file was built.
fn built(path: PathBuf) -> PathBuf {
    assert!(
        path.is_file(),
        "`{}` is missing; hint: `cargo xtask test` builds everything before it tests",
        path.display()
    );
    path
}

/// A folder of one's own that goes when the value goes. It lies below `target`,
/// where the program finds the built components of a challenge that is copied
/// there.
pub fn scratch() -> tempfile::TempDir {
    let parent = repository().join("target/tmp");
    fs::create_dir_all(&parent).expect("target/tmp can be made");
    tempfile::tempdir_in(parent).expect("a scratch folder can be made")
}

/// Where all tests keep compiled code, unless they damage it.
pub fn shared_cache() -> PathBuf {
    repository().join("target/test-cache")
}

/// Copies a folder without links and build output.
pub fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("the copy's folder can be made");
    for entry in fs::read_dir(from).expect("the folder can be listed") {
        let path = entry.expect("the entry can be read").path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(&path, &target).expect("the file can be copied");
        }
    }
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be listed");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        let name = entry.expect("the entry can be read").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}
