//! A place ends: its row of the public feed says so. Nothing may be left behind there (kinds.md §4, "A site that ended").

use super::requests;
use crate::error::Error;
use crate::node::Node;
use crate::store::Priority;
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::Actor;
use daiban_shared::id::{CmdId, SiteId};
use daiban_shared::kind::{Body, Role};
use daiban_shared::site::Site;

/// Why a place cannot end yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stays {
    /// So many cases are in its hand: the place above takes them over first.
    Cases(u32),
    /// Places below it have not ended.
    Below,
    /// A live machine stands there: it sends what it has and is retired first.
    Machine,
}

/// Ends a place, once; none = it has ended.
///
/// Errors: this is not the district; there is no such place, or it is the district itself.
pub fn end(node: &Node, actor: &Actor, site: SiteId, cmd: CmdId) -> Result<Option<Stays>, Error> {
    if !actor.roles.contains(&Role::Admin) {
        return Err(Error::refused(RefusalCode::Role));
    }
    let by = actor.user;
    node.store().write(Priority::People, move |tx| {
        let directory = tx.directory();
        let newest = directory.newest();
        let district = newest.district().map(|district| district.id);
        if district != Some(tx.identity().site()) {
            return Err(Error::refused(RefusalCode::Role));
        }
        let row = newest.site(site).filter(|row| row.parent.is_some()).ok_or(Error::NotFound)?;
        if row.ended {
            return Ok(None);
        }
        if newest.sites().any(|below| below.parent == Some(site)) {
            return Ok(Some(Stays::Below));
        }
        if newest.live_node(site).is_some() {
            return Ok(Some(Stays::Machine));
        }
        let sql = "SELECT count(*) FROM case_view WHERE holder = ?1 AND status BETWEEN 1 AND 3";
        let open: u32 = tx.conn().prepare_cached(sql)?.query_row([site.0], |row| row.get(0))?;
        if open > 0 {
            return Ok(Some(Stays::Cases(open)));
        }
        let row = Site { ended: true, ..row.clone() };
        requests::enter(tx, Body::Site(Box::new(row)), by, Role::Admin, cmd)?;
        Ok(None)
    })
}
