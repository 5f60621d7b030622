//! Worlds that are made once in a test process, by the ways that people take, and copied
//! for each test: to hash everybody's passwords anew takes longer than most tests.

use std::{
    fs::{self, Permissions},
    path::{Path, PathBuf},
    sync::OnceLock,
};

use super::{Settings, Site, World};
use crate::{names, postgres::Postgres, scratch};

static ON_SQLITE: OnceLock<Original> = OnceLock::new();
static ON_POSTGRES: OnceLock<Original> = OnceLock::new();

/// A world that nobody serves any more. Its files are held here and not on the disk,
/// where nobody would remove them: a static is never dropped.
struct Original {
    world: World,
    entries: Vec<Entry>,
}

/// A file, or a folder before what is in it.
struct Entry {
    path: PathBuf,
    permissions: Permissions,
    bytes: Option<Vec<u8>>,
}

impl World {
    /// People of every kind on an installation of their own, on a file of SQLite.
    pub fn sqlite() -> Self {
        Self::with(Settings::sqlite())
    }

    /// The same with other settings than a test's usual ones.
    pub fn with(settings: Settings) -> Self {
        assert!(
            settings.is_on_sqlite(),
            "PostgreSQL has a database for each world"
        );
        let original = ON_SQLITE.get_or_init(|| Original::of(Self::on(Site::sqlite())));
        original.copied(settings)
    }

    /// The same on a database of PostgreSQL.
    pub fn postgres() -> Self {
        let original = ON_POSTGRES.get_or_init(|| Original::of(Self::on(Site::postgres())));
        let database = Postgres::copy_of(&original.world.site.database_url());
        original.copied(Settings::on(&database))
    }

    /// The same people with sessions of the same names, on another site.
    fn moved(&self, site: Site) -> Self {
        Self {
            admin: self.admin.moved(&site),
            staff: self.staff.moved(&site),
            second_staff: self.second_staff.moved(&site),
            careless_staff: self.careless_staff.moved(&site),
            evaluator: self.evaluator.moved(&site),
            startup: self.startup.moved(&site),
            rival: self.rival.moved(&site),
            citizen: self.citizen.moved(&site),
            site,
        }
    }
}

/// Runs a test in a world on SQLite and in one on PostgreSQL.
pub fn worlds(test: impl Fn(World)) {
    test(World::sqlite());
    test(World::postgres());
}

impl Original {
    fn of(mut world: World) -> Self {
        assert_eq!(world.site.stop(), 0, "the server ends in good order");
        let folder = world.site.folder();
        let mut entries = Vec::new();
        gather(folder, Path::new("data"), &mut entries);
        fs::remove_dir_all(folder).expect("the folder can be removed");
        Self { world, entries }
    }

    fn copied(&self, settings: Settings) -> World {
        let folder = scratch();
        for entry in &self.entries {
            let path = folder.path().join(&entry.path);
            let made = match &entry.bytes {
                Some(bytes) => fs::write(&path, bytes),
                None => fs::create_dir(&path),
            };
            made.expect("the copy can be written");
            fs::set_permissions(&path, entry.permissions.clone()).expect("the copy is ours");
        }
        self.world.moved(Site::on_folder(settings, folder))
    }
}

/// Adds what is at a path below the top, and all that is in it.
fn gather(top: &Path, path: &Path, entries: &mut Vec<Entry>) {
    let full = top.join(path);
    let about = fs::metadata(&full).expect("the entry can be looked at");
    let is_file = about.is_file();
    entries.push(Entry {
        permissions: about.permissions(),
        bytes: is_file.then(|| fs::read(&full).expect("the file can be read")),
        path: path.to_path_buf(),
    });
    for name in if is_file { Vec::new() } else { names(&full) } {
        gather(top, &path.join(name), entries);
    }
}
