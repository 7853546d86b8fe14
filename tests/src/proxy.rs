//! A TCP line with faults between two real processes: it ends every connection after so many bytes, or lets them pass.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::thread;

/// A line to one address. Its threads end with the test program.
pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    /// Bytes that may still pass upwards; negative = without end.
    budget: AtomicI64,
    passed: AtomicU64,
    broken: AtomicU64,
}

impl Proxy {
    /// Opens a line to this address.
    pub fn open(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
        let address = listener.local_addr().expect("a bound port has an address");
        let state =
            Arc::new(State { budget: AtomicI64::new(-1), passed: AtomicU64::new(0), broken: AtomicU64::new(0) });
        let shared = state.clone();
        thread::spawn(move || {
            for caller in listener.incoming().flatten() {
                // A parent that is away refuses; the caller sees a closed connection.
                let Ok(callee) = TcpStream::connect(target) else { continue };
                let (Ok(from), Ok(to)) = (caller.try_clone(), callee.try_clone()) else { continue };
                let up = shared.clone();
                thread::spawn(move || pump(from, to, Some(&up)));
                thread::spawn(move || pump(callee, caller, None));
            }
        });
        Self { address, state }
    }

    /// Where the child dials.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// After so many more bytes upwards every connection ends in mid-message.
    pub fn break_after(&self, bytes: u64) {
        self.state.budget.store(i64::try_from(bytes).unwrap_or(i64::MAX), Ordering::SeqCst);
    }

    /// Everything passes again.
    pub fn heal(&self) {
        self.state.budget.store(-1, Ordering::SeqCst);
    }

    /// Bytes that went up so far.
    pub fn passed(&self) -> u64 {
        self.state.passed.load(Ordering::SeqCst)
    }

    /// Connections that were broken so far.
    pub fn broken(&self) -> u64 {
        self.state.broken.load(Ordering::SeqCst)
    }
}

fn pump(mut from: TcpStream, mut to: TcpStream, state: Option<&State>) {
    let mut buffer = [0; 4096];
    while let Ok(count) = from.read(&mut buffer) {
        let allowed = state.map_or(count, |state| state.allow(count));
        if count == 0 || to.write_all(&buffer[..allowed]).is_err() || allowed < count {
            break;
        }
    }
    // The other side may be gone already.
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

impl State {
    fn allow(&self, count: usize) -> usize {
        let left = self.budget.load(Ordering::SeqCst);
        let allowed = if left < 0 { count } else { count.min(usize::try_from(left).unwrap_or(0)) };
        if left >= 0 {
            self.budget.fetch_sub(allowed as i64, Ordering::SeqCst);
        }
        if allowed < count {
            self.broken.fetch_add(1, Ordering::SeqCst);
        }
        self.passed.fetch_add(allowed as u64, Ordering::SeqCst);
        allowed
    }
}
