//! Reading what the caller names, and writing so that nothing half-written
//! stays behind.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
};

use pilotbox_evaluate::EvaluateError;

use crate::exit::{Exit, Failure};

/// Bytes of a file that are read at most. An upload of the server is smaller.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// Reads a file that the caller named, up to a bound.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    read_up_to(path, MAX_FILE_BYTES)
}

/// Reads a component: one byte more than the limit is enough to see that it is
/// too large, so that a huge file is refused without filling memory.
pub(crate) fn read_component(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, Failure> {
    let named = |error| {
        let hint = "hint: `pilotbox build` says where it writes the `.wasm` file";
        Failure::usage(format!("`{}`: {error}; {hint}", path.display()))
    };
    // Opening a pipe would wait for somebody to write.
    if !fs::metadata(path).map_err(named)?.is_file() {
        return Err(Failure::usage(format!(
            "`{}` is not a file; hint: `pilotbox build` says where it writes the `.wasm` file",
            path.display()
        )));
    }
    let file = fs::File::open(path).map_err(named)?;
    let size = file.metadata().map_err(named)?.len();
    if size > limit_bytes {
        let rejection = pilotbox_sandbox::Rejection::TooLarge {
            size_bytes: size,
            limit_bytes,
        };
        return Err(EvaluateError::Rejected(rejection).into());
    }
    let mut bytes = Vec::new();
    file.take(limit_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(named)?;
    Ok(bytes)
}

fn read_up_to(path: &Path, limit_bytes: u64) -> Result<Vec<u8>, Failure> {
    let named = |error| Failure::usage(format!("`{}`: {error}", path.display()));
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(named)?;
    file.take(limit_bytes + 1)
        .read_to_end(&mut bytes)
        .map_err(named)?;
    if bytes.len() as u64 > limit_bytes {
        let message = format!("`{}` has more than {limit_bytes} bytes", path.display());
        return Err(Failure::usage(message));
    }
    Ok(bytes)
}

/// Writes a file that others may read.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_with(path, bytes, 0o644)
}

/// Writes a file for its owner alone.
pub(crate) fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_with(path, bytes, 0o600)
}

/// Writes beside the file and renames.
fn write_with(path: &Path, bytes: &[u8], mode: u32) -> Result<(), Failure> {
    let named = |error: std::io::Error| {
        Failure::new(
            Exit::Host,
            format!("`{}` cannot be written: {error}", path.display()),
        )
    };
    let folder = match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    };
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(mode);
    let mut draft = tempfile::Builder::new()
        .permissions(permissions)
        .tempfile_in(folder)
        .map_err(named)?;
    draft.write_all(bytes).map_err(named)?;
    draft.as_file().sync_all().map_err(named)?;
    draft.persist(path).map_err(|error| named(error.error))?;
    Ok(())
}

/// Where compiled code is kept, unless the caller says otherwise. Never in a
/// folder that others can guess and write to: what lies there is run.
pub(crate) fn cache_folder(chosen: Option<&Path>) -> Result<PathBuf, Failure> {
    if let Some(folder) = chosen {
        return Ok(folder.to_path_buf());
    }
    let set = |name| {
        std::env::var_os(name)
            .filter(|value| !value.is_empty())
            .map(PathBuf::from)
    };
    set("XDG_CACHE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".cache")))
        .map(|cache| cache.join("pilotbox"))
        .ok_or_else(|| {
            Failure::usage("there is no folder for compiled code; hint: name one with `--cache`")
        })
}
