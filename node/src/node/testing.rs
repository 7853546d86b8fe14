//! Folders that vanish, for tests.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// An empty folder under the system's temporary folder; removed when dropped.
pub struct Folder(PathBuf);

static NEXT: AtomicU32 = AtomicU32::new(0);

/// A new empty folder; the name is for whoever looks at a test that hangs.
pub fn folder(name: &str) -> Folder {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    let path = std::env::temp_dir().join(format!("daiban-{name}-{}-{number}", std::process::id()));
    std::fs::create_dir_all(&path).expect("the system's temporary folder takes a folder");
    Folder(path)
}

impl Folder {
    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A leftover folder harms nobody; a panic in drop hides the test's own message.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
