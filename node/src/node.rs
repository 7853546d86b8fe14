//! A running machine: its folder, store, identity and clock. Whoever writes into a folder holds its lock.
//!
//! Knows nothing of HTTP: the server, the command line and the tests all stand on this.

use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::identity::{self, Identity, KEY_FILE};
use crate::store::{Priority, Settings, Store};
use crate::upkeep::Upkeep;
use crate::{file, join, sync};
use daiban_shared::entry::{Net, root_message};
use daiban_shared::ground::Directory;
use daiban_shared::id::{CmdId, DocId, Millis, UserId};
use daiban_shared::kind::{Body, Private, Role, Root};
use ed25519_dalek::{Signer, SigningKey};
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Name of the database file in a node's folder.
pub const DATABASE_FILE: &str = "daiban.db";
/// Name of the file whose lock says that a process writes here; holds that process's number.
pub const LOCK_FILE: &str = "lock";
/// Name of the file with the token for commands over loopback.
pub const CONTROL_FILE: &str = "control.token";

/// Name of the file in which a running machine notes where it listens (the settings may say port 0).
pub const ADDRESS_FILE: &str = "address";
/// Name of the file that says that a district's folder was begun and its root key not shown yet: nothing in it counts.
const FOUNDING_FILE: &str = "founding";
/// A look whether the lock is held takes it for a moment: whoever meets that tries once more.
const LOCK_AGAIN: Duration = Duration::from_millis(50);

/// One machine that runs in this process.
#[derive(Clone)]
pub struct Node(Arc<Inner>);

struct Inner {
    folder: PathBuf,
    store: Store,
    clock: Clock,
    config: Config,
    control: String,
    sync: sync::Lines,
    upkeep: Upkeep,
    started: Millis,
    _lock: File,
}

/// The secret half of a network's root key. Shown once for the safe, never kept.
pub struct RootSecret([u8; 32]);

impl RootSecret {
    /// Sixteen groups of four digits and letters, to be printed.
    pub fn sheet(&self) -> Vec<String> {
        identity::hex(&self.0).as_bytes().chunks(4).map(|group| String::from_utf8_lossy(group).into_owned()).collect()
    }
}

impl Node {
    /// Opens the machine of a folder.
    ///
    /// Errors: another process holds the folder; the folder is no machine's or has not joined yet; the database is
    /// damaged or of a newer program.
    pub fn open(folder: &Path, clock: Clock) -> Result<Self, Error> {
        if join::is_waiting(folder) {
            return Err(Error::Other(format!(
                "{} has not joined its network yet; run `daiban init` with the same parent and code again",
                folder.display()
            )));
        }
        if folder.join(FOUNDING_FILE).exists() {
            return Err(Error::Other(format!(
                "making the machine in {} was cut short before its root key was shown; run `daiban init` again",
                folder.display()
            )));
        }
        Self::open_any(folder, clock)
    }

    /// Opens also a machine that is still joining.
    pub(crate) fn open_any(folder: &Path, clock: Clock) -> Result<Self, Error> {
        let lock = lock(folder)?;
        let identity = Arc::new(Identity::load(folder)?);
        let config = Config::load(folder)?;
        let store = Store::open(Settings {
            path: folder.join(DATABASE_FILE),
            identity,
            clock: clock.clone(),
            readers: config.readers,
        })?;
        // Whoever noted an address here before was killed; somebody else may listen there now.
        file::remove(folder, ADDRESS_FILE)?;
        let control = identity::hex(&identity::random::<32>()?);
        file::write_secret(folder, CONTROL_FILE, &control)?;
        let started = clock.now();
        let lines = sync::Lines::default();
        let upkeep = Upkeep::default();
        let folder = folder.to_owned();
        let inner = Inner { folder, store, clock, config, control, sync: lines, upkeep, started, _lock: lock };
        let node = Self(Arc::new(inner));
        join::settle_requests(&node)?;
        Ok(node)
    }

    /// Makes the folder of a new network's district machine: root key, first entry, and these public rows in this order
    /// (places first; exactly one of them has no parent: the district).
    ///
    /// Errors: the folder already is a machine's; there is no district among the rows.
    pub fn init_district(folder: &Path, clock: Clock, rows: Vec<Body>) -> Result<(Self, RootSecret), Error> {
        let district = rows.iter().find_map(|row| {
            let Body::Site(site) = row else { return None };
            site.parent.is_none().then_some(site.id)
        });
        let district =
            district.ok_or_else(|| Error::Other("the places contain no district (a place without parent)".into()))?;
        make_folder(folder)?;
        let secret: [u8; 32] = identity::random()?;
        let root_key = SigningKey::from_bytes(&secret);
        let public = root_key.verifying_key().to_bytes();
        let identity = Identity::create(district, Net::of_root(&public))?;
        identity.save(folder)?;
        let node_row = identity.row();
        let signature = root_key.sign(&root_message(&node_row).0).to_bytes();
        let node = Self::open_any(folder, clock)?;
        let root = Body::Root(Root { root_key: public, node: node_row.clone(), signature });
        let mut all = vec![root];
        all.extend(rows);
        all.push(Body::Node(node_row));
        node.publish(all)?;
        Ok((node, RootSecret(secret)))
    }

    /// Enters rows into the public feed, in this order. Only the district's machine may.
    pub fn publish(&self, rows: Vec<Body>) -> Result<(), Error> {
        self.publish_if(rows, UserId::ZERO, Role::Node, |_| true).map(drop)
    }

    /// As `publish`, in somebody's name, if the directory still is as `is_right` wants it; says whether it was.
    pub fn publish_if(
        &self,
        rows: Vec<Body>,
        by: UserId,
        role: Role,
        is_right: impl FnOnce(&Directory) -> bool + Send + 'static,
    ) -> Result<bool, Error> {
        let cmd = CmdId(identity::random()?);
        self.store().write(Priority::People, move |tx| {
            if !is_right(&tx.directory()) {
                return Ok(false);
            }
            for (index, body) in rows.into_iter().enumerate() {
                let mut cmd = cmd;
                // One command has 256 parts; a district has more places than that.
                cmd.0[14..].copy_from_slice(&((index >> 8) as u16).to_be_bytes());
                tx.append(crate::store::Draft {
                    doc: DocId::PUBLIC,
                    body,
                    private: Private::default(),
                    by,
                    role,
                    cmd,
                    part: (index & 0xff) as u8,
                })?;
            }
            Ok(true)
        })
    }

    /// The database.
    pub fn store(&self) -> &Store {
        &self.0.store
    }

    /// Keys and place.
    pub fn identity(&self) -> &Identity {
        self.0.store.identity()
    }

    /// The time.
    pub fn clock(&self) -> &Clock {
        &self.0.clock
    }

    /// Settings.
    pub fn config(&self) -> &Config {
        &self.0.config
    }

    /// Where it lives.
    pub fn folder(&self) -> &Path {
        &self.0.folder
    }

    /// What a command over loopback has to show; another one with every start.
    pub fn control_token(&self) -> &str {
        &self.0.control
    }

    /// What this process knows of its lines; nothing of it has to outlive the process.
    pub fn lines(&self) -> &sync::Lines {
        &self.0.sync
    }

    /// What the turns of its upkeep remember.
    pub(crate) fn upkeep(&self) -> &Upkeep {
        &self.0.upkeep
    }

    /// When this process opened the folder.
    pub fn started(&self) -> Millis {
        self.0.started
    }
}

/// Makes the folder of a new district's machine, which counts only after `founded`: whoever is cut off before he has shown
/// the root key begins again, because that key is kept nowhere. What such a folder holds is thrown away.
pub(crate) fn begin_founding(folder: &Path) -> Result<(), Error> {
    if folder.join(FOUNDING_FILE).exists() {
        // Held while the files go: two commands at once must not make one machine together.
        let _lock = lock(folder)?;
        let rests = ["", "-wal", "-shm"].map(|end| format!("{DATABASE_FILE}{end}"));
        for name in rests.iter().map(String::as_str).chain([KEY_FILE, CONTROL_FILE]) {
            file::remove(folder, name)?;
        }
    }
    make_folder(folder)?;
    file::write_secret(folder, FOUNDING_FILE, "")
}

/// The root key was shown: the folder is a machine's.
pub(crate) fn founded(folder: &Path) -> Result<(), Error> {
    file::remove(folder, FOUNDING_FILE)
}

/// Makes an empty folder for a new machine; one that already has a key is never written over.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Error> {
    let error = |source| Error::File { what: "make", path: folder.into(), source };
    std::fs::create_dir_all(folder).map_err(error)?;
    if folder.join(KEY_FILE).exists() || folder.join(DATABASE_FILE).exists() {
        return Err(Error::Other(format!("{} already belongs to a machine; choose an empty folder", folder.display())));
    }
    Ok(())
}

/// Whether a process holds this folder.
pub(crate) fn is_held(folder: &Path) -> bool {
    let Ok(file) = File::options().read(true).write(true).open(folder.join(LOCK_FILE)) else { return false };
    matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock))
}

fn lock(folder: &Path) -> Result<File, Error> {
    match try_lock(folder) {
        Err(Error::FolderInUse { .. }) => {
            std::thread::sleep(LOCK_AGAIN);
            try_lock(folder)
        }
        other => other,
    }
}

fn try_lock(folder: &Path) -> Result<File, Error> {
    let path = folder.join(LOCK_FILE);
    let error = |source| Error::File { what: "lock", path: path.clone(), source };
    let mut file = File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(error)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            // Who holds it is only a hint: an unreadable file is an unknown process.
            let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok()).unwrap_or(0);
            return Err(Error::FolderInUse { path: folder.into(), pid });
        }
        Err(TryLockError::Error(source)) => return Err(error(source)),
    }
    file.set_len(0).and_then(|()| write!(file, "{}", std::process::id())).map_err(error)?;
    Ok(file)
}
