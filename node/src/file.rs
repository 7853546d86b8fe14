//! Files beside the database that must be whole or absent: settings, keys, addresses. Written beside, flushed, renamed, so
//! that a power cut or a full disk leaves the old one.

use crate::error::Error;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{Result, Write};
use std::path::Path;

/// Replaces a file that only its owner may read.
pub fn write_secret(folder: &Path, name: &str, text: &str) -> std::result::Result<(), Error> {
    replace(folder, name, text, true)
}

/// Replaces a file; who may read it stays as it was.
pub fn write_open(folder: &Path, name: &str, text: &str) -> std::result::Result<(), Error> {
    replace(folder, name, text, false)
}

/// Removes a file and waits until the disk has forgotten it; one that is not there is no error.
pub fn remove(folder: &Path, name: &str) -> std::result::Result<(), Error> {
    let path = folder.join(name);
    let removed = match std::fs::remove_file(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => Err(error),
        Ok(()) => flush_folder(folder),
    };
    removed.map_err(|source| Error::File { what: "remove", path, source })
}

fn replace(folder: &Path, name: &str, text: &str, is_secret: bool) -> std::result::Result<(), Error> {
    let path = folder.join(name);
    let written = try_replace(folder, name, &path, text, is_secret);
    written.map_err(|source| Error::File { what: "write", path, source })
}

fn try_replace(folder: &Path, name: &str, path: &Path, text: &str, is_secret: bool) -> Result<()> {
    let beside = folder.join(format!("{name}.new"));
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    if is_secret {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    let mut file = options.open(&beside)?;
    file.write_all(text.as_bytes())?;
    if let Some(known) = permissions(path).filter(|_| !is_secret) {
        file.set_permissions(known)?;
    }
    file.sync_all()?;
    std::fs::rename(&beside, path)?;
    flush_folder(folder)
}

fn permissions(path: &Path) -> Option<Permissions> {
    std::fs::metadata(path).ok().map(|known| known.permissions())
}

/// Without this a power cut can undo the rename itself.
fn flush_folder(folder: &Path) -> Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use crate::config::{Config, FILE};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_disk_that_is_full_leaves_the_old_settings_whole() {
        let folder = crate::store::Folder::new().expect("a folder");
        let parent = Some("http://127.0.0.1:1".to_owned());
        let config = Config { parent: parent.clone(), ..Config::default() };
        config.save(folder.path()).expect("written");
        // Whatever is written there meets a full disk.
        std::os::unix::fs::symlink("/dev/full", folder.path().join(format!("{FILE}.new"))).expect("a link");
        let failed = Config::default().save(folder.path());
        assert!(matches!(failed, Err(Error::File { what: "write", .. })), "{failed:?}");
        assert_eq!(Config::load(folder.path()).expect("still whole").parent, parent);
    }

    #[test]
    fn what_the_operator_allowed_others_to_read_stays_so() {
        let folder = crate::store::Folder::new().expect("a folder");
        Config::default().save(folder.path()).expect("written");
        let path = folder.path().join(FILE);
        std::fs::set_permissions(&path, Permissions::from_mode(0o640)).expect("set");
        Config::default().save(folder.path()).expect("written again");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640);
    }
}
