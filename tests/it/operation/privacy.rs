//! What lies on the disk, and who may read it.

use std::{
    fs,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
};

use pilotbox_tests::server::{Site, World, city_pack};

/// Files that a server with a challenge has made at least.
const LEAST: usize = 5;

#[test]
fn nothing_that_a_server_makes_can_be_read_by_others() {
    let world = World::on(Site::sqlite());
    let challenge = world.challenge(&city_pack("challenges/mobility/parking-forecast"));
    world.enrol(&challenge);
    let mut made = Vec::new();
    collect(&world.site.folder().join("data"), &mut made);
    assert!(made.len() >= LEAST, "{made:?}");
    // Each by itself: the folder that they lie in may be one that was there before.
    made.retain(|path| is_open(path));
    assert!(made.is_empty(), "others may read {made:?}");
}

fn collect(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            collect(&path, into);
        }
        into.push(path);
    }
}

/// Whether the group or others may do anything with it. What is gone by now may not.
fn is_open(path: &Path) -> bool {
    let about = fs::metadata(path);
    about.is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}
