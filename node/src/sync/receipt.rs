//! Words about delivery: a machine signs up to where it has the feeds of a place below. A step counts as delivered to a
//! tier by that tier's own signature only, never because a request returned. Entries that say the same for ever are
//! `witness`; a receipt says it within seconds and need not outlive the process.

use crate::error::Error;
use crate::identity::Identity;
use crate::node::Node;
use crate::store::{self, Priority, Tx};
use crate::sync::message::Receipt;
use daiban_shared::entry::{Keys, Net};
use daiban_shared::ground::Directory;
use daiban_shared::id::{FeedId, Millis, NodeId, SiteId};
use daiban_shared::kind::FeedEnd;
use daiban_shared::site::Tier;
use ed25519_dalek::Signature;
use rusqlite::{Connection, OptionalExtension};
use std::collections::{BTreeMap, BTreeSet};

/// Ends in one receipt; a longer list is split.
const ENDS_MAX: usize = 200;

/// What a receipt's signature is over.
fn message(net: Net, by: NodeId, feeds: &[FeedEnd], at: Millis) -> [u8; 32] {
    let feeds = minicbor::to_vec(feeds).expect("encoding into memory does not fail");
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"daiban receipt 1").update(&net.0).update(&by.0).update(&at.to_be_bytes()).update(&feeds);
    *hasher.finalize().as_bytes()
}

/// Signs for these feeds, one receipt per place of their authors, so that each place is told of its own only.
pub fn sign(me: &Identity, directory: &Directory, grown: &BTreeMap<FeedId, u64>, at: Millis) -> Vec<Receipt> {
    let mut by_site: BTreeMap<Option<SiteId>, Vec<FeedEnd>> = BTreeMap::new();
    for (feed, n) in grown {
        let site = directory.author(feed.node()).map(|(site, _)| site);
        by_site.entry(site).or_default().push(FeedEnd { feed: *feed, n: *n });
    }
    let lists =
        by_site.into_values().flat_map(|ends| ends.chunks(ENDS_MAX).map(<[FeedEnd]>::to_vec).collect::<Vec<_>>());
    lists
        .map(|feeds| {
            let signature = me.sign(&message(me.net(), me.node(), &feeds, at));
            Receipt { by: me.node(), feeds, at, signature }
        })
        .collect()
}

/// The tier that signed, if the signature is good and the machine stands at a place above ours.
fn signer_tier(receipt: &Receipt, me: &Identity, directory: &Directory) -> Option<Tier> {
    let author = directory.signer(receipt.by)?;
    let (site, tier) = directory.author(receipt.by)?;
    let signed = message(me.net(), receipt.by, &receipt.feeds, receipt.at);
    author.key.verify_strict(&signed, &Signature::from_bytes(&receipt.signature)).ok()?;
    directory.newest().is_above(site, me.site()).then_some(tier)
}

/// Takes receipts of the places above: keeps what concerns us, hands on what concerns those below.
pub fn take(node: &Node, receipts: Vec<Receipt>) -> Result<(), Error> {
    if receipts.is_empty() {
        return Ok(());
    }
    let directory = node.store().directory();
    let mut rows: Vec<(FeedId, Tier, u64, Millis)> = Vec::new();
    for receipt in &receipts {
        let Some(tier) = signer_tier(receipt, node.identity(), &directory) else {
            tracing::warn!(by = %receipt.by, "a receipt is not signed by a place above");
            continue;
        };
        rows.extend(receipt.feeds.iter().map(|end| (end.feed, tier, end.n, receipt.at)));
        let Some((site, _)) = receipt.feeds.first().and_then(|end| directory.author(end.feed.node())) else { continue };
        let newest = directory.newest();
        node.lines().relay(receipt, |child| child == site || newest.is_above(child, site));
    }
    if rows.is_empty() {
        return Ok(());
    }
    node.store().write(Priority::Peers, move |tx| {
        for (feed, tier, n, at) in rows {
            remember(tx.conn(), feed, tier, n, at)?;
        }
        Ok(())
    })?;
    node.lines().bump();
    Ok(())
}

/// Keeps a tier's word; the earliest one about a position stays.
pub fn remember(conn: &Connection, feed: FeedId, tier: Tier, n: u64, at: Millis) -> Result<(), Error> {
    // A word about more, said no later, makes this one idle: without this an old word said again would grow the table.
    let covered: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM witness WHERE feed = ?1 AND tier = ?2 AND n >= ?3 AND at <= ?4)")?
        .query_row((&feed.0[..], tier as u8, n as i64, at as i64), |row| row.get(0))?;
    if covered { Ok(()) } else { store::put_witness(conn, feed, tier, n, at) }
}

/// Moves the ends of these feeds over everything that is here without a gap and with its private part; returns those
/// that moved. Feeds of machines outside the child's subtree (given back after a restore) are not its to be witnessed.
pub fn advance(tx: &Tx<'_>, child: SiteId, feeds: Vec<FeedId>) -> Result<Vec<(FeedId, u64)>, Error> {
    let directory = tx.directory();
    let own_tier = directory.author(tx.identity().node()).map_or(Tier::Village, |(_, tier)| tier);
    let mut grown = Vec::new();
    for feed in feeds.into_iter().collect::<BTreeSet<_>>() {
        let Some((site, _)) = directory.author(feed.node()) else { continue };
        if site != child && !directory.newest().is_above(child, site) {
            continue;
        }
        let before: u64 = tx
            .conn()
            .prepare_cached("SELECT n FROM feed_end WHERE feed = ?1")?
            .query_row([&feed.0[..]], |row| row.get::<_, i64>(0))
            .optional()?
            .map_or(0, |n| n as u64);
        let n = end_without_gap(tx.conn(), feed, before)?;
        if n == before {
            continue;
        }
        tx.conn()
            .prepare_cached(
                "INSERT INTO feed_end (feed, site, child, n, witnessed) VALUES (?1, ?2, ?3, ?4, 0)
                 ON CONFLICT (feed) DO UPDATE SET n = excluded.n, child = excluded.child",
            )?
            .execute((&feed.0[..], site.0, child.0, n as i64))?;
        remember(tx.conn(), feed, own_tier, n, tx.now())?;
        grown.push((feed, n));
    }
    Ok(grown)
}

fn end_without_gap(conn: &Connection, feed: FeedId, from: u64) -> Result<u64, Error> {
    let mut statement = conn.prepare_cached(
        "SELECT entry.n, coalesce(private.state, 0) FROM entry JOIN feed ON feed.id = entry.feed
         LEFT JOIN private ON private.pos = entry.pos WHERE feed.name = ?1 AND entry.n > ?2 ORDER BY entry.n",
    )?;
    let mut rows = statement.query((&feed.0[..], from as i64))?;
    let mut end = from;
    while let Some(row) = rows.next()? {
        let (n, state) = (row.get::<_, i64>(0)? as u64, row.get::<_, i64>(1)?);
        // States 1 and 2: the part is still to come; a witness covers an entry only with its part.
        if n > end + 1 || matches!(state, 1 | 2) {
            break;
        }
        end = n;
    }
    Ok(end)
}
