//! Taking in the body of a request: bounded in size, in time, and in what all bodies together hold of the memory. Knows
//! no route and no content.

use super::problem::Fault;
use bytes::{Bytes, BytesMut};
use daiban_shared::text::ProblemText;
use http_body_util::BodyExt;
use hyper::body::Body;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// Until here a body needs no share of the common memory: every poll of a child and nearly every press is shorter.
const FREE_BYTES: usize = 64 << 10;
/// What larger bodies may hold together. The whole program stays under 200 MB with it.
const SHARED_BYTES_MAX: usize = 64 << 20;
/// Slower than this on the whole is no line but somebody who holds a place: a line of 64 kbit/s carries four times as much.
const BYTES_PER_SECOND_MIN: u64 = 2_000;
/// When it is worth trying again while others hold all the memory.
const RETRY_SECONDS: u64 = 10;

/// Bounds of one body.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Bytes.
    pub bytes: u64,
    /// A body may begin late, and a line may stand still, for this long.
    pub pause: Duration,
    /// From the header to the last byte, however steadily it comes.
    pub whole: Duration,
}

impl Bounds {
    /// How long after its header a body of which so much has come may still be on its way.
    fn patience(&self, come: usize) -> Duration {
        self.whole.min(self.pause + Duration::from_secs(come as u64 / BYTES_PER_SECOND_MIN))
    }
}

/// The memory that large bodies share.
#[derive(Debug, Clone)]
pub struct Room(Arc<Semaphore>);

/// A whole body; its share of the memory is free again when this is dropped.
#[derive(Debug)]
pub struct Taken {
    /// The body.
    pub bytes: Bytes,
    _share: Option<OwnedSemaphorePermit>,
}

impl Room {
    /// The room of one server.
    pub fn new() -> Self {
        Self(Arc::new(Semaphore::new(SHARED_BYTES_MAX)))
    }

    /// Takes in a body, or says why not.
    pub async fn take<B>(&self, body: B, bounds: Bounds) -> Result<Taken, Fault>
    where
        B: Body<Data = Bytes> + Unpin,
    {
        let mut body = body;
        let began = Instant::now();
        let (mut whole, mut share) = (BytesMut::new(), None);
        loop {
            let deadline = began + bounds.patience(whole.len());
            let frame = timeout_at(deadline, body.frame()).await.map_err(|_| Fault::from(ProblemText::TooSlow))?;
            let Some(frame) = frame else { break };
            // The peer has gone; nobody reads the answer.
            let frame = frame.map_err(|_| Fault::with(ProblemText::BadJson, "why", "the body broke off"))?;
            let Ok(data) = frame.into_data() else { continue };
            if (whole.len() + data.len()) as u64 > bounds.bytes {
                return Err(too_large(bounds.bytes));
            }
            self.widen(&mut share, whole.len() + data.len())?;
            whole.extend_from_slice(&data);
        }
        Ok(Taken { bytes: whole.freeze(), _share: share })
    }

    /// Only what has arrived counts: whoever announces much and sends nothing holds nothing.
    fn widen(&self, share: &mut Option<OwnedSemaphorePermit>, bytes: usize) -> Result<(), Fault> {
        let held = share.as_ref().map_or(0, OwnedSemaphorePermit::num_permits);
        let wanted = if bytes > FREE_BYTES { bytes } else { 0 };
        let more = u32::try_from(wanted.saturating_sub(held)).unwrap_or(u32::MAX);
        if more == 0 {
            return Ok(());
        }
        let full = |_| Fault::from(ProblemText::Busy).retry_after(RETRY_SECONDS);
        let permit = self.0.clone().try_acquire_many_owned(more).map_err(full)?;
        match share {
            Some(share) => share.merge(permit),
            None => *share = Some(permit),
        }
        Ok(())
    }
}

/// The answer to a body beyond its limit.
pub fn too_large(max: u64) -> Fault {
    Fault::with(ProblemText::TooLarge, "max", format!("{} MB", max >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;
    use daiban_shared::text::Lang;
    use http_body_util::Full;
    use hyper::body::Frame;
    use std::convert::Infallible;
    use std::pin::Pin;
    use std::task::{Context, Poll};

    /// A body whose sender has fallen silent.
    struct Silent;

    impl Body for Silent {
        type Data = Bytes;
        type Error = Infallible;

        fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
            Poll::Pending
        }
    }

    const MACHINE: Bounds =
        Bounds { bytes: 8 << 20, pause: Duration::from_secs(30), whole: Duration::from_secs(1_200) };

    fn status(result: Result<Taken, Fault>) -> u16 {
        result.map_or_else(|fault| fault.status().as_u16(), |_| 200)
    }

    #[test]
    fn a_line_of_64_kilobits_has_all_the_time_it_needs_and_a_trickle_has_not() {
        let seconds = |come: usize| MACHINE.patience(come).as_secs();
        assert_eq!((seconds(0), seconds(40)), (30, 30), "one byte a second is cut off after half a minute");
        for come in [100_000, 1 << 20, 8 << 20] {
            assert!(seconds(come) > come as u64 / 8_000, "{come} bytes take {} s", come / 8_000);
        }
        assert_eq!(seconds(usize::MAX), 1_200);
    }

    #[tokio::test]
    async fn a_body_that_does_not_come_in_time_is_answered() {
        let at_once = Bounds { pause: Duration::ZERO, ..MACHINE };
        let refused = Room::new().take(Silent, at_once).await.expect_err("nothing came");
        assert_eq!((refused.status().as_u16(), refused.problem(Lang::En).code.as_str()), (408, "too_slow"));
        let whole = Room::new().take(Full::new(Bytes::from_static(b"{}")), at_once).await;
        assert_eq!(whole.expect("it was there").bytes, "{}");
    }

    #[tokio::test]
    async fn large_bodies_share_the_memory_and_give_it_back() {
        let room = Room::new();
        let large = || Full::new(Bytes::from(vec![0; 8 << 20]));
        let mut held = Vec::new();
        for _ in 0..8 {
            held.push(room.take(large(), MACHINE).await.expect("there is room"));
        }
        let refused = room.take(large(), MACHINE).await.expect_err("no room for a ninth").response(Lang::En);
        assert_eq!((refused.status().as_u16(), refused.headers().contains_key("retry-after")), (503, true));
        assert_eq!(status(room.take(Full::new(Bytes::from_static(b"{}")), MACHINE).await), 200, "presses go on");
        held.pop();
        assert_eq!(status(room.take(large(), MACHINE).await), 200);
        assert_eq!(status(room.take(Full::new(Bytes::from(vec![0; (8 << 20) + 1])), MACHINE).await), 413);
    }
}
