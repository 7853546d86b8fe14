//! A clock that jumped: how far it stands behind what was seen, an administrator's word that it is right now, and what the
//! machine would have signed for meanwhile.

use super::commit::{Draft, Tx};
use super::{Priority, Store, memory};
use crate::error::Error;
use crate::identity;
use daiban_shared::day::{Day, stamp};
use daiban_shared::id::{CmdId, DocId, DocKind, Millis, UserId};
use daiban_shared::kind::{Body, Clock, Private, Role};
use std::sync::atomic::Ordering;

impl Store {
    /// The newest moment that this machine, its parent or its program has seen.
    pub fn clock_known(&self) -> Millis {
        self.0.shared.clock_known.load(Ordering::Relaxed)
    }

    /// Whether the clock stands so far behind that nothing is written.
    pub fn is_clock_wrong(&self) -> bool {
        memory::is_far_behind(self.clock().now(), self.clock_known())
    }

    /// An administrator confirms what the clock says; with a clock that is right nothing happens.
    ///
    /// Errors: the clock says a day on which this program did not exist.
    pub fn confirm_clock(&self, by: UserId) -> Result<(), Error> {
        let built = memory::built(self.clock());
        self.write(Priority::People, move |tx| {
            if !tx.is_clock_wrong() {
                return Ok(());
            }
            let (now, known) = (tx.now(), tx.memory.known(&tx.shared.clock));
            // Confirmed, the next entry would be refused again.
            if memory::is_far_behind(now, built) {
                return Err(Error::ClockWrong { clock: stamp(now), known: stamp(built) });
            }
            let (year, month, _) = Day::of(now).ymd();
            let doc = DocId::for_month(DocKind::Own, tx.identity().site(), year, month);
            let body = Body::Clock(Clock { before: known, now });
            let cmd = CmdId(identity::random()?);
            tx.append(Draft { doc, body, private: Private::default(), by, role: Role::Admin, cmd, part: 0 })?;
            forget_future(tx, now)
        })
    }

    /// Signs for what came while the clock was wrong: cases in this place's hand and questions to it.
    pub fn sign_late(&self) -> Result<(), Error> {
        let own = self.identity().site();
        let unsigned = self.read(|conn| {
            let sql = "SELECT name FROM doc WHERE id IN (SELECT doc FROM case_view WHERE here = 1 AND in_transit = 1 \
                       UNION SELECT doc FROM duty WHERE owner = ?1 AND kind = 2)";
            let mut query = conn.prepare_cached(sql)?;
            let rows = query.query_map([own.0], |row| row.get(0).map(DocId))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })?;
        if unsigned.is_empty() {
            return Ok(());
        }
        self.write(Priority::Peers, move |tx| {
            tx.touched.extend(unsigned);
            Ok(())
        })
    }
}

impl Tx<'_> {
    /// Whether the clock stands so far behind that nothing can be written.
    pub fn is_clock_wrong(&self) -> bool {
        memory::is_far_behind(self.now(), self.memory.known(&self.shared.clock))
    }
}

/// What was noted while the clock stood in the future would count as news for years.
fn forget_future(tx: &Tx<'_>, now: Millis) -> Result<(), Error> {
    for sql in [
        "UPDATE heard SET until = ?1 WHERE until > ?1",
        "UPDATE witnessed SET at = 0 WHERE at > ?1",
        "UPDATE sign_in_try SET until = ?1 WHERE until > ?1",
    ] {
        tx.conn().prepare_cached(sql)?.execute([now as i64])?;
    }
    Ok(())
}
