//! What a demo remembers between two starts: its machines, people and ports, in `demo.json` of its folder.

use crate::config::Config;
use crate::error::Error;
use crate::seed::{self, Place, SeededNode};
use daiban_shared::id::SiteId;
use daiban_shared::site::Tier;
use serde::{Deserialize, Serialize};
use std::fs::{File, TryLockError};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;

/// Marks a folder as a demo's; without it nothing in a folder is ever deleted.
pub const STATE_FILE: &str = "demo.json";
/// Held while a demo runs in the folder.
const LOCK_FILE: &str = "demo.lock";

/// A demo's folder.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Demo {
    /// The samples are whole; false = a start was broken off.
    pub complete: bool,
    /// Parents first.
    pub machines: Vec<Machine>,
}

/// One machine of it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Machine {
    /// Its folder within the demo's.
    pub folder: String,
    /// The place's stable id.
    pub site: SiteId,
    /// Level.
    pub tier: Tier,
    /// 雁洋镇
    pub name: String,
    /// Yanyang Town
    pub name_en: String,
    /// Which of the machines is its parent.
    pub parent: Option<usize>,
    /// Where it listened last; 0 = not yet.
    pub port: u16,
    /// Who can sign in.
    pub users: Vec<User>,
}

/// A sample account. Only a demo keeps passwords in a file: nothing in it is real.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct User {
    /// Login.
    pub user: String,
    /// Password.
    pub password: String,
    /// `agent`, `clerk`, ...
    pub role: String,
    /// Display name.
    pub name: String,
}

impl Machine {
    /// A machine that was just made.
    pub fn of(node: SeededNode) -> Self {
        let parent = node.place.parent().and_then(|above| Place::ALL.iter().position(|place| *place == above));
        let users = node.people.iter().map(|person| User {
            user: person.login.to_owned(),
            password: seed::PASSWORD.to_owned(),
            role: seed::role_name(person.role).to_owned(),
            name: person.name.to_owned(),
        });
        Self {
            folder: node.place.folder().to_owned(),
            site: node.site,
            tier: node.tier,
            name: node.zh,
            name_en: node.en,
            parent,
            port: 0,
            users: users.collect(),
        }
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("http://{}", self.listen())
    }

    fn listen(&self) -> SocketAddr {
        SocketAddr::from((Ipv4Addr::LOCALHOST, self.port))
    }
}

impl Demo {
    /// Gives every machine a port: the one it had, else the one counted from `base`, else any that is free.
    pub fn choose_ports(&mut self, base: u16) -> Result<(), Error> {
        // Bound until all are chosen, so that no port is given twice.
        let mut held = Vec::new();
        for (number, machine) in self.machines.iter_mut().enumerate() {
            let counted = if base == 0 { 0 } else { base.saturating_add(number as u16) };
            // A port that is not set yet is no wish; the last one, any that is free, always is.
            let mut wishes = [machine.port, counted].into_iter().filter(|port| *port != 0).chain([0]);
            let found = wishes.find_map(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok());
            let listener = found.ok_or_else(|| Error::Other("no port is free on this machine".into()))?;
            machine.port = listener.local_addr().map_err(|why| Error::Other(why.to_string()))?.port();
            held.push(listener);
        }
        Ok(())
    }

    /// Writes each machine's settings: where it listens and where its parent is.
    pub fn configure(&self, dir: &Path) -> Result<(), Error> {
        for machine in &self.machines {
            let folder = dir.join(&machine.folder);
            let parent = machine.parent.and_then(|parent| self.machines.get(parent)).map(Machine::url);
            Config { listen: machine.listen(), parent, practice: true, ..Config::load(&folder)? }.save(&folder)?;
        }
        Ok(())
    }

    /// Writes the folder's file.
    pub fn save(&self, dir: &Path) -> Result<(), Error> {
        let text = serde_json::to_string_pretty(self).map_err(|why| Error::Other(format!("{STATE_FILE}: {why}")))?;
        crate::file::write_secret(dir, STATE_FILE, &text)
    }
}

/// The demo of a folder; none = the folder is no demo's.
pub fn load(dir: &Path) -> Result<Option<Demo>, Error> {
    let path = dir.join(STATE_FILE);
    match std::fs::read_to_string(&path) {
        Ok(text) => {
            let damaged =
                |why| Error::Other(format!("{} is damaged ({why}); begin anew in another folder", path.display()));
            serde_json::from_str(&text).map(Some).map_err(damaged)
        }
        Err(why) if why.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(Error::File { what: "read", path, source }),
    }
}

/// Keeps a second demo out of the folder for as long as the file is open.
pub fn hold(dir: &Path) -> Result<File, Error> {
    let path = dir.join(LOCK_FILE);
    let error = |source| Error::File { what: "lock", path: path.clone(), source };
    let file = File::options().write(true).create(true).truncate(false).open(&path).map_err(error)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::FolderInUse { path: dir.into(), pid: 0 }),
        Err(TryLockError::Error(source)) => Err(error(source)),
    }
}

/// Whether nothing but the lock lies in the folder.
pub fn is_empty(dir: &Path) -> Result<bool, Error> {
    let entries = std::fs::read_dir(dir).map_err(|source| Error::File { what: "read", path: dir.into(), source })?;
    Ok(entries.flatten().all(|entry| entry.file_name() == LOCK_FILE))
}

/// Deletes a demo: only its own folders and files, by name.
pub fn clear(dir: &Path) -> Result<(), Error> {
    for place in Place::ALL {
        let path = dir.join(place.folder());
        if path.exists() {
            std::fs::remove_dir_all(&path).map_err(|source| Error::File {
                what: "delete",
                path: path.clone(),
                source,
            })?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Folder;

    #[test]
    fn ports_stay_the_same_as_long_as_they_are_free() {
        let mut demo = two_machines();
        demo.choose_ports(0).unwrap();
        let first: Vec<u16> = demo.machines.iter().map(|machine| machine.port).collect();
        assert_ne!(first[0], first[1]);
        demo.choose_ports(0).unwrap();
        assert_eq!(demo.machines.iter().map(|machine| machine.port).collect::<Vec<_>>(), first);
        let taken = TcpListener::bind((Ipv4Addr::LOCALHOST, first[0])).unwrap();
        demo.choose_ports(0).unwrap();
        assert_ne!(demo.machines[0].port, first[0]);
        drop(taken);
    }

    #[test]
    fn a_first_start_counts_ports_from_the_one_that_is_named() {
        let first = free_run_of_two();
        let mut demo = two_machines();
        demo.choose_ports(first).unwrap();
        assert_eq!(demo.machines.iter().map(|machine| machine.port).collect::<Vec<_>>(), [first, first + 1]);
    }

    fn two_machines() -> Demo {
        let machine = |parent| Machine {
            folder: String::new(),
            site: SiteId(1),
            tier: Tier::Town,
            name: String::new(),
            name_en: String::new(),
            parent,
            port: 0,
            users: Vec::new(),
        };
        Demo { complete: true, machines: vec![machine(None), machine(Some(0))] }
    }

    /// A port that is free, and so is the next.
    fn free_run_of_two() -> u16 {
        let bind = |port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).ok();
        let pairs = (20_000..30_000).step_by(2).filter(|port| bind(*port).is_some() && bind(port + 1).is_some());
        pairs.into_iter().next().unwrap()
    }

    #[test]
    fn a_folder_with_other_things_is_no_demo_and_a_second_demo_stays_out() {
        let folder = Folder::new().unwrap();
        let held = hold(folder.path()).unwrap();
        assert!(is_empty(folder.path()).unwrap());
        assert!(matches!(hold(folder.path()), Err(Error::FolderInUse { .. })));
        drop(held);
        std::fs::write(folder.path().join("letter.txt"), "mine").unwrap();
        assert!(!is_empty(folder.path()).unwrap());
        assert!(load(folder.path()).unwrap().is_none());
        clear(folder.path()).unwrap();
        assert!(folder.path().join("letter.txt").exists());
    }
}
