//! Rows of places that change: when a place works, and that it ended. Nothing may be left behind there (kinds.md §4, "A site
//! that ended").

use super::requests;
use crate::error::Error;
use crate::node::Node;
use crate::store::{Priority, Tx};
use daiban_shared::case::RefusalCode;
use daiban_shared::deadline::Hours;
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

/// When a place works from now on, once; cases that are open there are reckoned by it.
///
/// Errors: this is not the district; there is no such place.
pub fn set_hours(node: &Node, actor: &Actor, site: SiteId, hours: Hours, cmd: CmdId) -> Result<(), Error> {
    let by = actor.user;
    node.store().write(Priority::People, move |tx| {
        let row = district_row(tx, site)?;
        if row.ended {
            return Err(Error::NotFound);
        }
        let row = Site { opens_minute: Some(hours.opens), closes_minute: hours.closes, ..row };
        if tx.directory().newest().site(site) == Some(&row) {
            return Ok(());
        }
        requests::enter(tx, Body::Site(Box::new(row)), by, Role::Admin, cmd)
    })
}

/// The row of a place, at the district alone.
fn district_row(tx: &Tx<'_>, site: SiteId) -> Result<Site, Error> {
    let directory = tx.directory();
    let newest = directory.newest();
    if newest.district().map(|district| district.id) != Some(tx.identity().site()) {
        return Err(Error::refused(RefusalCode::Role));
    }
    newest.site(site).cloned().ok_or(Error::NotFound)
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
        let row = district_row(tx, site)?;
        if row.parent.is_none() {
            return Err(Error::NotFound);
        }
        if row.ended {
            return Ok(None);
        }
        let directory = tx.directory();
        let newest = directory.newest();
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
        let row = Site { ended: true, ..row };
        requests::enter(tx, Body::Site(Box::new(row)), by, Role::Admin, cmd)?;
        Ok(None)
    })
}
