//! Files that whoever started this program has left open. They are nobody's here,
//! and workers must not get them.

#[cfg(target_os = "linux")]
use std::{fs, path::Path};

/// The first file that is not one of the three standard ones.
#[cfg(target_os = "linux")]
const FIRST: libc::c_uint = 3;

/// Has this process keep every file but its standard ones when it starts another
/// program. Its own are marked like that from their beginning; the rest was open
/// before it began, so that marking it here, not between fork and exec, misses
/// nothing. A kernel before 5.11 cannot; `probe` sees it.
#[cfg(target_os = "linux")]
#[expect(unsafe_code, reason = "the C library has no safe call for it")]
pub(super) fn keep_to_ourselves() {
    // SAFETY: it takes numbers and closes nothing; it sets a flag on files that
    // stay as open as they are.
    unsafe {
        libc::close_range(
            FIRST,
            libc::c_uint::MAX,
            libc::CLOSE_RANGE_CLOEXEC.cast_signed(),
        );
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) fn keep_to_ourselves() {}

/// Whether this process has got more than its standard files. To be asked before
/// it opens any.
#[cfg(target_os = "linux")]
pub(crate) fn holds_inherited_files() -> bool {
    let Ok(files) = fs::read_dir("/proc/self/fd") else {
        // What cannot be told is not claimed.
        return true;
    };
    let own = format!("/proc/{}/fd", std::process::id());
    // The list itself is a file that is open.
    let is_list = |path: &Path| fs::read_link(path).is_ok_and(|target| target == Path::new(&own));
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<libc::c_uint>().ok();
    files
        .filter_map(|file| Some(file.ok()?.path()))
        .any(|path| number(&path).is_none_or(|number| number >= FIRST) && !is_list(&path))
}

#[cfg(not(target_os = "linux"))]
pub(crate) fn holds_inherited_files() -> bool {
    true
}
