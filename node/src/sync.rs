//! Exchange with the machine above and those below: `POST /sync/v1`, the child always dials.
//!
//! Reading order: `message` (what travels), `frame` (entries in it), `session` (what a process knows of its lines),
//! `receive` and `outgoing` (both directions), `serve` (the parent), `dial` (the child), `receipt` and `witness` (what
//! "delivered" means), `recovery`. Effect is none of its business.

pub mod dial;
pub mod frame;
pub mod message;
pub mod outgoing;
pub mod receipt;
pub mod receive;
pub mod recovery;
pub mod serve;
pub mod session;
pub mod witness;

pub use session::{LineFault, Lines};

use crate::error::Error;
use crate::node::Node;
use crate::store;
use daiban_shared::api::{ChildView, ParentView, SiteRef, SyncView};
use daiban_shared::ground::View;
use daiban_shared::id::{Millis, SiteId};
use daiban_shared::text::Lang;
use rusqlite::{Connection, OptionalExtension};

/// `GET /sync`.
pub fn view(node: &Node, lang: Lang) -> Result<SyncView, Error> {
    let directory = node.store().directory();
    let newest = directory.newest();
    let above = dial::parent_site(node);
    let (parent, last_contact) = {
        let call = node.lines().parent();
        let parent = above.map(|site| ParentView {
            site: site_ref(newest, site),
            url: node.config().parent.clone().unwrap_or_default(),
            connected: call.fault.is_none() && call.last_contact.is_some(),
            error: call.fault.map(|fault| fault_text(fault, lang).to_owned()),
            clock_offset_ms: call.clock_offset_ms,
        });
        (parent, call.last_contact)
    };
    let last_heard = node.lines().last_heard();
    let last_contact = last_contact.map_or_else(|| noted_contact(node), |at| Ok(Some(at)))?;
    node.store().read(|conn| {
        let mut view = SyncView {
            parent,
            last_contact,
            pending_up: 0,
            pending_cases: Vec::new(),
            pending_down: 0,
            waiting: count(conn, "SELECT count(*) FROM case_view WHERE waits > 0")?,
            missing_parts: count(conn, "SELECT count(*) FROM private WHERE state IN (1, 2)")?,
            children: Vec::new(),
            recovering: recovery::progress(conn, newest)?,
            refused: node.lines().refused(),
            now: node.clock().now(),
        };
        for neighbour in store::neighbours(conn)? {
            let pending = store::pending(conn, neighbour.site)?;
            if neighbour.is_parent {
                view.pending_up = pending;
                view.pending_cases = store::waiting(conn, &neighbour)?;
                continue;
            }
            view.pending_down += pending;
            let heard = last_heard.get(&neighbour.site).copied();
            let last_heard = heard.map_or_else(|| heard_of(conn, neighbour.site), |at| Ok(Some(at)))?;
            view.children.push(ChildView { site: site_ref(newest, neighbour.site), last_heard, pending });
        }
        Ok(view)
    })
}

/// The last contact with the parent that was noted, by this process or one before.
pub fn noted_contact(node: &Node) -> Result<Option<Millis>, Error> {
    node.store().read(|conn| {
        let mut statement = conn.prepare_cached("SELECT value FROM fact WHERE key = ?1")?;
        let at: Option<i64> = statement.query_row([dial::CONTACT_FACT], |row| row.get(0)).optional()?;
        Ok(at.map(|at| at as Millis))
    })
}

fn count(conn: &Connection, sql: &str) -> Result<u64, Error> {
    Ok(conn.prepare_cached(sql)?.query_row([], |row| row.get::<_, i64>(0))? as u64)
}

fn fault_text(fault: LineFault, lang: Lang) -> &'static str {
    match fault {
        LineFault::Down => lang.pick("上级没有应答，线路可能已断；本机可继续办理，恢复后自动送达", "The place above does not answer; the line may be down. Work goes on here and is sent when it is back."),
        LineFault::Busy => lang.pick("上级正忙，稍后自动重试", "The place above is busy; this machine tries again by itself."),
        LineFault::Refused => lang.pick("上级不接受本机：可能尚未登记、已停用，或不在同一网络；请联系上级管理员", "The place above does not take this machine: not enrolled, cut off, or of another network. Call its administrator."),
        LineFault::NewParent => lang.pick("上级更换了机器，正在更新目录", "The place above has a new machine; this one is fetching the directory."),
        LineFault::Redirected => lang.pick("请求被转到别的地址，可能是网络登录页；没有发送任何内容。请先登录网络或检查上级地址", "The request was sent on to another address, perhaps a sign-in page of the network; nothing was sent there. Sign in to the network, or check the address of the place above."),
        LineFault::BadAnswer => lang.pick("收到的不是上级的应答；请检查上级地址", "What came was not an answer of the place above; check its address."),
        LineFault::Own => lang.pick("本机无法保存收到的内容；请查看本机日志", "This machine cannot keep what it receives; see its log."),
    }
}

/// A place for a screen; one that the directory does not know yet is shown by its number.
pub fn site_ref(view: View<'_>, id: SiteId) -> SiteRef {
    match view.site(id) {
        Some(site) => SiteRef { id, zh: site.zh.clone(), en: site.en.clone(), tier: site.tier },
        None => SiteRef { id, zh: id.to_string(), en: id.to_string(), tier: daiban_shared::site::Tier::Village },
    }
}

/// Up to when everything that a place wrote is here.
pub fn heard_of(conn: &Connection, site: SiteId) -> Result<Option<Millis>, Error> {
    let mut statement = conn.prepare_cached("SELECT until FROM heard WHERE site = ?1")?;
    let until: Option<i64> = statement.query_row([site.0], |row| row.get(0)).optional()?;
    Ok(until.map(|until| until as u64))
}

/// After a restore: machines below heard since, of all; none when nothing is to be waited for. Not ready until then.
pub fn recovering(node: &Node) -> Result<Option<(u32, u32)>, Error> {
    let directory = node.store().directory();
    node.store().read(|conn| recovery::progress(conn, directory.newest()))
}

#[cfg(test)]
mod tests;
