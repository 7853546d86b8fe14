//! A folder that is deleted with its owner: for tests and trial runs.

use crate::error::Error;
use std::path::{Path, PathBuf};

/// A file system that lies in memory, where the system has one.
const MEMORY: &str = "/dev/shm";
/// Less room than this there (a container's 64 MB) is left alone.
const MEMORY_BYTES_MIN: u64 = 1 << 30;

/// A new folder of the system's temporary place.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes it.
    pub fn new() -> Result<Self, Error> {
        Self::within(&std::env::temp_dir())
    }

    /// Makes it in memory where that is possible: a law commits some hundred thousand times, and nobody cuts the power.
    pub fn in_memory() -> Result<Self, Error> {
        let memory = Path::new(MEMORY);
        let has_room = fs4::available_space(memory).is_ok_and(|free| free >= MEMORY_BYTES_MIN);
        if has_room { Self::within(memory) } else { Self::new() }
    }

    fn within(place: &Path) -> Result<Self, Error> {
        let random: [u8; 8] = crate::identity::random()?;
        let path = place.join(format!("daiban-{:016x}", u64::from_be_bytes(random)));
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
