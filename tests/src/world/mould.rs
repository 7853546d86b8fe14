//! A world that stands still, to be played many times: founding one takes longer than a history in it.

use super::World;
use daiban_node::node::DATABASE_FILE;
use daiban_node::seed::Place;
use daiban_node::store::Folder;
use daiban_node::{Clock, Node};
use daiban_shared::id::Millis;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folders of a world whose machines have ended.
pub struct Mould {
    dir: Folder,
    places: Vec<Place>,
    now: Millis,
}

impl Mould {
    /// Ends the machines of a world; their folders are kept.
    pub fn of(world: World) -> Self {
        let (places, now) = (world.running(), world.clock.now());
        // Dropping the machines first writes everything into one file each.
        let World { dir, nodes, .. } = world;
        drop(nodes);
        Self { dir, places, now }
    }

    /// The same world once more, to go its own way.
    pub fn cast(&self) -> World {
        let dir = Folder::in_memory().expect("a folder for the world");
        let clock = Clock::set_to(self.now);
        let open = |place: &Place| {
            let folder = dir.path().join(place.folder());
            std::fs::create_dir(&folder).expect("a folder for the machine");
            copy_folder(&self.dir.path().join(place.folder()), &folder);
            (*place, Node::open(&folder, clock.clone()).expect("the copy opens"))
        };
        let nodes = self.places.iter().map(open).collect();
        World { clock, dir, nodes, slow: BTreeMap::new(), lines: BTreeMap::new(), filed: 0 }
    }
}

pub(super) fn database_files(folder: &Path) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).expect("the folder is read").map(|file| file.expect("a file").path());
    files
        .filter(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(DATABASE_FILE)))
        .collect()
}

pub(super) fn copy_folder(from: &Path, to: &Path) {
    for file in std::fs::read_dir(from).expect("the folder is read").map(|file| file.expect("a file").path()) {
        std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a file is copied");
    }
}

pub(super) fn copy_database(from: &Path, to: &Path) {
    for file in database_files(from) {
        std::fs::copy(&file, to.join(file.file_name().expect("a name"))).expect("a file is copied");
    }
}
