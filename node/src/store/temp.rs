//! A folder that is deleted with its owner: for tests and trial runs.

use crate::error::Error;
use std::path::{Path, PathBuf};

/// A new folder of the system's temporary place.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    pub fn new() -> Result<Self, Error> {
        let random: [u8; 8] = crate::identity::random()?;
        let path = std::env::temp_dir().join(format!("daiban-{:016x}", u64::from_be_bytes(random)));
        std::fs::create_dir(&path).map_err(|source| Error::File {
            what: "create folder",
            path: path.clone(),
            source,
        })?;
        Ok(Self(path))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What is left over lies in the system's temporary place and is cleared by it.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
