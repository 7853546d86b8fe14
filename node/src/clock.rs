//! The one place where the node reads a clock. Tests and the demo's seeding set it by hand.

use daiban_shared::id::Millis;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// Where the time comes from.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Set by hand, shared by everybody who holds a clone.
    Set(Arc<AtomicU64>),
}

impl Clock {
    /// A clock that stands at this moment until it is moved.
    pub fn set_to(at: Millis) -> Self {
        Self::Set(Arc::new(AtomicU64::new(at)))
    }

    /// Milliseconds since 1970.
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    pub fn now(&self) -> Millis {
        match self {
            Self::System => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as u64),
            Self::Set(at) => at.load(Ordering::SeqCst),
        }
    }

    /// Moves a set clock; a system clock stays as it is.
    pub fn move_to(&self, at: Millis) {
        if let Self::Set(cell) = self {
            cell.store(at, Ordering::SeqCst);
        }
    }
}
