//! The compile cache, and disks that are full.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use pilotbox_tests::{End, component, folder, names, pilotbox, scratch};

use crate::run;

const NOTE: &str = "note: a damaged entry of the compile cache was built anew";

fn fragile_run() -> Command {
    let mut command = run(
        &folder("tests/challenges/fragile"),
        &component("fragile-reference"),
    );
    command.args(["--json", "--jobs", "1"]);
    command
}

/// The files of machine code in a cache.
fn code_files(cache: &Path) -> Vec<PathBuf> {
    let entry = |name: &String| {
        let entry = cache.join(name);
        let file = names(&entry).into_iter().next();
        file.map(|file| entry.join(file))
    };
    names(cache).iter().filter_map(entry).collect()
}

#[test]
fn a_damaged_entry_is_built_anew_and_said() {
    let cache = scratch();
    let with_cache = || {
        let ended = fragile_run()
            .env("PILOTBOX_CACHE", cache.path())
            .end_with(0);
        (ended.stdout, ended.stderr.contains(NOTE))
    };
    let (result, _) = with_cache();
    let files = code_files(cache.path());
    assert_eq!(files.len(), 2, "the harness alone and the pair: {files:?}");
    let damages: [fn(&Path); 4] = [flip_a_bit, cut_in_half, empty, remove];
    for damage in damages {
        for file in &files {
            damage(file);
        }
        assert_eq!(
            with_cache(),
            (result.clone(), true),
            "damaged, said, mended"
        );
        assert_eq!(
            with_cache(),
            (result.clone(), false),
            "mended, nothing to say"
        );
        assert_eq!(code_files(cache.path()), files, "nothing else stays behind");
    }
}

fn flip_a_bit(file: &Path) {
    let mut code = fs::read(file).expect("the code can be read");
    let middle = code.len() / 2;
    code[middle] ^= 1;
    fs::write(file, code).expect("it can be written");
}

fn cut_in_half(file: &Path) {
    let code = fs::read(file).expect("the code can be read");
    fs::write(file, &code[..code.len() / 2]).expect("it can be written");
}

fn empty(file: &Path) {
    fs::write(file, b"").expect("it can be written");
}

fn remove(file: &Path) {
    fs::remove_file(file).expect("it is there");
}

#[test]
fn code_of_another_component_is_not_taken_for_this_one() {
    let cache = scratch();
    let mut command = fragile_run();
    let result = command
        .env("PILOTBOX_CACHE", cache.path())
        .end_with(0)
        .stdout;
    let files = code_files(cache.path());
    let [one, other] = files.as_slice() else {
        panic!("two entries: {files:?}");
    };
    // The bytes are swapped, the names stay: neither checksum fits.
    let (first, second) = (fs::read(one), fs::read(other));
    fs::write(one, second.expect("readable")).expect("it can be written");
    fs::write(other, first.expect("readable")).expect("it can be written");
    let mut command = fragile_run();
    let again = command.env("PILOTBOX_CACHE", cache.path()).end_with(0);
    assert_eq!(again.says(NOTE).stdout, result);
}

#[test]
fn two_processes_that_compile_at_once_agree() {
    let cache = scratch();
    let start = || {
        let mut command = fragile_run();
        command.env("PILOTBOX_CACHE", cache.path());
        let command = command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command.spawn().expect("it starts")
    };
    let both = [start(), start()];
    let results = both.map(|child| {
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "{output:?}");
        output.stdout
    });
    assert!(results[0] == results[1], "two results");
    assert_eq!(names(cache.path()).len(), 2, "no draft stays behind");
}

#[test]
fn a_cache_that_cannot_be_written_is_named() {
    let scratch = scratch();
    let file = scratch.path().join("file");
    fs::write(&file, b"no folder").expect("it can be written");
    let ended = fragile_run().env("PILOTBOX_CACHE", &file).end_with(1);
    ended
        .says(&file.display().to_string())
        .says("Not a directory");
    assert_eq!(names(scratch.path()), ["file"]);
}

/// The same command on a disk that takes no file of more than 512 bytes.
fn on_a_full_disk(command: &Command) -> Command {
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "ulimit -f 1 && trap '' XFSZ && exec \"$@\"", "sh"])
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell
}

#[test]
fn a_full_disk_leaves_no_half_written_code() {
    let scratch = scratch();
    let cache = scratch.path().join("cache");
    let mut command = fragile_run();
    let command = command.env("PILOTBOX_CACHE", &cache);
    let ended = on_a_full_disk(command).end_with(1);
    ended
        .says(&cache.display().to_string())
        .says("File too large");
    assert_eq!(names(&cache), [""; 0]);
    command.end_with(0);
}

#[test]
fn a_full_disk_leaves_no_half_written_receipt_pack_or_plugin() {
    let scratch = scratch();
    let key = scratch.path().join("my.key");
    pilotbox("keygen")
        .arg(scratch.path().join("my"))
        .end_with(0);
    fragile_run().end_with(0);
    let before = names(scratch.path());
    let receipt = scratch.path().join("receipt.json");
    let mut command = fragile_run();
    command
        .arg("--receipt")
        .arg(&receipt)
        .arg("--key")
        .arg(&key);
    on_a_full_disk(&command)
        .end_with(1)
        .says("receipt.json` cannot be written: File too large");
    let mut command = pilotbox("new");
    command
        .args(["plugin", "mine", "--into"])
        .arg(scratch.path());
    on_a_full_disk(&command).end_with(1).says("File too large");
    assert_eq!(names(scratch.path()), before);
}

#[test]
fn a_receipt_into_a_folder_that_is_not_there_is_refused() {
    let scratch = scratch();
    pilotbox("keygen")
        .arg(scratch.path().join("my"))
        .end_with(0);
    let before = names(scratch.path());
    let ended = fragile_run()
        .arg("--receipt")
        .arg(scratch.path().join("nowhere/receipt.json"))
        .arg("--key")
        .arg(scratch.path().join("my.key"))
        .end();
    assert!([1, 2].contains(&ended.code), "{ended}");
    ended.says("nowhere/receipt.json` cannot be written: No such file or directory");
    assert_eq!(names(scratch.path()), before);
}
