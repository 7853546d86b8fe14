//! Commands that were answered: the same again gives the same answer, other content under the same id is refused.

use crate::error::Error;
use crate::store::Tx;
use daiban_shared::id::{CmdId, DocId, UserId};
use rusqlite::{Connection, OptionalExtension, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// A command as it came: its id, who gave it, what it says.
#[derive(Debug, Clone, Copy)]
pub struct Given {
    pub cmd: CmdId,
    pub by: UserId,
    pub content: [u8; 32],
}

/// Does a command once: given again it gives the same answer and writes nothing. `act` gives the document and the answer.
///
/// Errors: it was given before with other content; what `act` refuses.
pub fn once<T: Serialize + DeserializeOwned>(
    tx: &mut Tx<'_>,
    given: Given,
    act: impl FnOnce(&mut Tx<'_>) -> Result<(DocId, T), Error>,
) -> Result<T, Error> {
    if let Some(answer) = answered(tx.conn(), given.cmd, given.by, given.content)? {
        return Ok(answer);
    }
    let (doc, answer) = act(tx)?;
    remember(tx, given.cmd, given.by, given.content, doc, &answer)?;
    Ok(answer)
}

/// What a command says, without its id.
pub fn content_hash(what: &str, doc: Option<DocId>, content: &impl Serialize) -> Result<[u8; 32], Error> {
    let mut hasher = blake3::Hasher::new();
    hasher.update(what.as_bytes()).update(&[0]).update(&doc.map_or([0; 16], |doc| doc.0));
    hasher.update(&json(content)?);
    Ok(*hasher.finalize().as_bytes())
}

/// The answer that this command got before.
///
/// Errors: it was given with other content.
pub fn answered<T: DeserializeOwned>(
    conn: &Connection,
    cmd: CmdId,
    by: UserId,
    content: [u8; 32],
) -> Result<Option<T>, Error> {
    let found: Option<(Vec<u8>, Vec<u8>)> = conn
        .prepare_cached("select content_hash, answer from command where cmd = ?1 and by = ?2")?
        .query_row(params![cmd.0, by.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((known, answer)) = found else { return Ok(None) };
    if known != content {
        return Err(Error::SameCommandOtherContent);
    }
    let answer = serde_json::from_slice(&answer)
        .map_err(|error| Error::Other(format!("a stored answer is damaged: {error}")))?;
    Ok(Some(answer))
}

/// Remembers the answer, in the transaction of what was written.
pub fn remember(
    tx: &Tx<'_>,
    cmd: CmdId,
    by: UserId,
    content: [u8; 32],
    doc: DocId,
    answer: &impl Serialize,
) -> Result<(), Error> {
    let sql = "insert into command (cmd, by, content_hash, doc, answer, at) values (?1, ?2, ?3, ?4, ?5, ?6)";
    tx.conn().prepare_cached(sql)?.execute(params![cmd.0, by.0, content, doc.0, json(answer)?, tx.now() as i64])?;
    Ok(())
}

fn json(content: &impl Serialize) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(content).map_err(|error| Error::Other(format!("a command could not be written down: {error}")))
}
