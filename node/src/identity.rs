//! Who this machine is: its keys, its place, its network. Kept in `node.key` beside the database, so that a copied
//! database is not a copied machine. Knows nothing of entries and of the network's other machines.

use crate::error::Error;
use crate::file::write_secret;
use daiban_shared::entry::Net;
use daiban_shared::id::{NodeId, SiteId};
use daiban_shared::kind::NodeRow;
use ed25519_dalek::{Signer, SigningKey};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// Name of the key file in a node's folder.
pub const KEY_FILE: &str = "node.key";
/// Groups of four digits in the words of a key: 80 bits, too many to be met by trying.
const WORD_GROUPS: usize = 6;

/// The secret and public names of one machine.
pub struct Identity {
    signing: SigningKey,
    seal: x25519_dalek::StaticSecret,
    node: NodeId,
    site: SiteId,
    net: Net,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    signing: String,
    seal: String,
    site: String,
    net: String,
}

impl Identity {
    /// A new machine of this place, from the operating system's randomness.
    pub fn create(site: SiteId, net: Net) -> Result<Self, Error> {
        Ok(Self::from_secrets(random()?, random()?, site, net))
    }

    /// The machine of these secrets; tests name them by hand.
    pub fn from_secrets(signing: [u8; 32], seal: [u8; 32], site: SiteId, net: Net) -> Self {
        let signing = SigningKey::from_bytes(&signing);
        let node = NodeId::of_key(signing.verifying_key().as_bytes());
        Self { signing, seal: x25519_dalek::StaticSecret::from(seal), node, site, net }
    }

    /// Reads `node.key` of a folder.
    ///
    /// Errors: the file is missing (not a node's folder) or damaged.
    pub fn load(folder: &Path) -> Result<Self, Error> {
        let path = folder.join(KEY_FILE);
        let text = std::fs::read_to_string(&path).map_err(|source| Error::File {
            what: "read",
            path: path.clone(),
            source,
        })?;
        let damaged = || Error::Other(format!("{} is damaged; restore it from its backup", path.display()));
        let file: KeyFile = toml::from_str(&text).map_err(|_| damaged())?;
        let site = u32::from_str_radix(&file.site, 16).map_err(|_| damaged())?;
        let key = |text: &str| unhex(text).ok_or_else(damaged);
        Ok(Self::from_secrets(key(&file.signing)?, key(&file.seal)?, SiteId(site), Net(key(&file.net)?)))
    }

    /// Writes `node.key` (readable by its owner only) and waits until the disk has it.
    pub fn save(&self, folder: &Path) -> Result<(), Error> {
        let text = toml::to_string(&KeyFile {
            signing: hex(&self.signing.to_bytes()),
            seal: hex(self.seal.as_bytes()),
            site: self.site.to_string(),
            net: hex(&self.net.0),
        })
        .map_err(|why| Error::Other(format!("{KEY_FILE}: {why}")))?;
        write_secret(folder, KEY_FILE, &text)
    }

    /// The machine.
    pub fn node(&self) -> NodeId {
        self.node
    }

    /// Its place.
    pub fn site(&self) -> SiteId {
        self.site
    }

    /// Its network.
    pub fn net(&self) -> Net {
        self.net
    }

    /// Signs entries and messages.
    pub fn signing_key(&self) -> &SigningKey {
        &self.signing
    }

    /// Its Ed25519 public key.
    pub fn public_key(&self) -> [u8; 32] {
        self.signing.verifying_key().to_bytes()
    }

    /// Its own row for the public feed, as a live machine.
    pub fn row(&self) -> NodeRow {
        let seal_key = x25519_dalek::PublicKey::from(&self.seal).to_bytes();
        NodeRow { key: self.public_key(), seal_key, site: self.site, live: true }
    }

    /// Its signature over a 32-byte message.
    pub fn sign(&self, message: &[u8; 32]) -> [u8; 64] {
        self.signing.sign(message).to_bytes()
    }

    /// The words of its own key, to be compared by phone.
    pub fn words(&self) -> Vec<String> {
        words(self.net, &self.row())
    }
}

impl std::fmt::Debug for Identity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Secrets never reach a log.
        f.debug_struct("Identity").field("node", &self.node).field("site", &self.site).finish_non_exhaustive()
    }
}

/// What two people compare by phone before a machine is let in: six groups of four digits over network, keys and place.
/// Digits, because they are heard alike in Mandarin, Hakka and Cantonese and need no list of words.
pub fn words(net: Net, row: &NodeRow) -> Vec<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban words 1").update(&net.0).update(&row.key).update(&row.seal_key);
    hasher.update(&row.site.0.to_be_bytes());
    let hash = hasher.finalize();
    hash.as_bytes()
        .chunks_exact(4)
        .take(WORD_GROUPS)
        .map(|four| {
            let number = u32::from_be_bytes([four[0], four[1], four[2], four[3]]);
            format!("{:04}", number % 10_000)
        })
        .collect()
}

/// Bytes of the operating system, never read back from disk.
pub fn random<const N: usize>() -> Result<[u8; N], Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|why| Error::Other(format!("the system gives no random bytes: {why}")))?;
    Ok(bytes)
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Reads 64 hexadecimal digits.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    daiban_shared::id::Hash::parse(text.trim()).ok().map(|hash| hash.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_machine_comes_back_and_only_its_owner_may_read_it() {
        let folder = crate::store::Folder::new().unwrap();
        let identity = Identity::create(SiteId(7), Net([3; 32])).unwrap();
        identity.save(folder.path()).unwrap();
        let again = Identity::load(folder.path()).unwrap();
        assert_eq!((again.node(), again.site(), again.net()), (identity.node(), SiteId(7), Net([3; 32])));
        assert_eq!(again.row(), identity.row());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = std::fs::metadata(folder.path().join(KEY_FILE)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn words_differ_when_key_place_or_network_differ() {
        let row = Identity::from_secrets([1; 32], [2; 32], SiteId(1), Net([0; 32])).row();
        let first = words(Net([0; 32]), &row);
        assert_eq!(first.len(), 6);
        assert!(first.iter().all(|group| group.len() == 4 && group.chars().all(|c| c.is_ascii_digit())));
        assert_ne!(first, words(Net([1; 32]), &row));
        assert_ne!(first, words(Net([0; 32]), &NodeRow { site: SiteId(2), ..row.clone() }));
        assert_ne!(first, words(Net([0; 32]), &NodeRow { seal_key: [9; 32], ..row }));
    }

    #[test]
    fn a_folder_without_a_key_is_said_to_be_none() {
        let folder = crate::store::Folder::new().unwrap();
        assert!(matches!(Identity::load(folder.path()), Err(Error::File { .. })));
    }
}
