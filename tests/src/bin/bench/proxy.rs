//! A line that counts: what goes up, what comes down, and how many requests.

use anyhow::Result;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Bytes and requests since the start.
#[derive(Default)]
pub struct Count {
    up: AtomicU64,
    down: AtomicU64,
    requests: AtomicU64,
}

/// One reading.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading {
    /// Bytes from child to parent, headers included.
    pub up: u64,
    /// Bytes from parent to child.
    pub down: u64,
    /// HTTP requests.
    pub requests: u64,
}

impl Count {
    /// Now.
    pub fn read(&self) -> Reading {
        let get = |cell: &AtomicU64| cell.load(Ordering::SeqCst);
        Reading { up: get(&self.up), down: get(&self.down), requests: get(&self.requests) }
    }
}

impl std::ops::Sub for Reading {
    type Output = Self;
    fn sub(self, before: Self) -> Self {
        Self { up: self.up - before.up, down: self.down - before.down, requests: self.requests - before.requests }
    }
}

/// Opens a line to `target` (host:port); gives its own address and the counters. Its threads end with the program.
pub fn open(target: String) -> Result<(String, Arc<Count>)> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?.to_string();
    let count = Arc::new(Count::default());
    let shared = count.clone();
    thread::spawn(move || {
        for caller in listener.incoming().flatten() {
            let Ok(callee) = TcpStream::connect(&target) else { continue };
            let (Ok(from), Ok(to)) = (caller.try_clone(), callee.try_clone()) else { continue };
            let up = shared.clone();
            thread::spawn(move || {
                pump(from, to, move |bytes| {
                    up.up.fetch_add(bytes.len() as u64, Ordering::SeqCst);
                    up.requests.fetch_add(u64::from(bytes.starts_with(b"POST ")), Ordering::SeqCst);
                })
            });
            let down = shared.clone();
            thread::spawn(move || {
                pump(callee, caller, move |bytes| {
                    down.down.fetch_add(bytes.len() as u64, Ordering::SeqCst);
                })
            });
        }
    });
    Ok((address, count))
}

fn pump(mut from: TcpStream, mut to: TcpStream, count: impl Fn(&[u8])) {
    let mut buffer = vec![0; 64 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(0) | Err(_) => break,
            Ok(read) => {
                count(&buffer[..read]);
                if to.write_all(&buffer[..read]).is_err() {
                    break;
                }
            }
        }
    }
    // The other end may be gone already.
    let _ = to.shutdown(Shutdown::Write);
}
