//! What the receiving side of a store can do: run by hand with
//! `cargo test --release -p daiban-node --lib store::tests::speed -- --ignored --nocapture`.

use super::super::*;
use super::world::{START, World, draft, open_body, resident};
use daiban_shared::case::Status;
use daiban_shared::entry::{Entry, GroundRef, Head, SUITE, private_ref, seal};
use daiban_shared::id::{CmdId, DocId, DocKind, FeedId, Hash, SiteId, UserId};
use daiban_shared::kind::{Accept, Body, FormChange, Forward, Opinion, Private, Taken, encode};
use std::time::Instant;

/// Writes entries of one machine without a store: the receiver alone is measured.
struct Pen {
    identity: Arc<Identity>,
    feed: FeedId,
    n: u64,
    prev: Option<Hash>,
    ground: GroundRef,
}

impl Pen {
    fn new(world: &World, place: &str) -> Self {
        let identity = world.store(place).0.shared.identity.clone();
        let ground = world.store("district").directory().tip().expect("rows");
        Self { feed: FeedId::new(identity.node(), 77, [7; 8]), identity, n: 0, prev: None, ground }
    }

    fn write(
        &mut self,
        doc: DocId,
        cmd: u64,
        seen: Option<&Entry>,
        body: Body,
        private: Private,
    ) -> (Entry, PrivateIn) {
        let it = draft(doc, cmd, body);
        let part = (!private.is_empty()).then(|| ([self.n as u8; 16], private.encode()));
        let head = Head {
            suite: SUITE,
            doc,
            feed: self.feed,
            n: self.n + 1,
            prev: self.prev,
            seen: seen.iter().map(|entry| entry.hash).collect(),
            ground: Some(self.ground),
            after: self.prev,
            by: it.by,
            role: it.role.into(),
            cmd: it.cmd,
            part: 0,
            at: START + cmd * 1_000,
            body: encode(&it.body),
            private: part.as_ref().map(|(salt, bytes)| private_ref(salt, bytes)),
        };
        let bytes = seal(&head, self.identity.net(), self.identity.signing_key());
        let entry = Entry::trusted(&bytes).expect("an entry");
        self.n += 1;
        self.prev = Some(entry.hash);
        let private = part.map_or(PrivateIn::None, |(salt, bytes)| PrivateIn::Here { salt, bytes });
        (entry, private)
    }
}

struct Pens {
    village: Pen,
    town: Pen,
    district: Pen,
    item: Hash,
    cmd: u64,
}

impl Pens {
    /// The twelve entries of a case, by three machines.
    fn case(&mut self, world: &World, i: usize) -> Vec<(Entry, PrivateIn)> {
        let mut cmd = [3; 16];
        cmd[..8].copy_from_slice(&(i as u64).to_be_bytes());
        let doc = DocId::for_command(DocKind::Case, world.site("village"), UserId([1; 8]), CmdId(cmd));
        let words =
            |text: &str| Private { name: Some("刘小芳".into()), words: Some(text.into()), ..Private::default() };
        let forward =
            |to: &str| Body::Forward(Forward { to: world.site(to), dept: None, opinion: Opinion::Agree, on: None });
        let change = || {
            Body::FormChange(FormChange {
                fields: vec!["applicant.phone".into()],
                why: daiban_shared::kind::ChangeWhy::Edit,
                on: None,
            })
        };
        let mut out: Vec<(Entry, PrivateIn)> = Vec::new();
        for step in 0..12 {
            self.cmd += 1;
            let (pen, body, private) = match step {
                0 => (&mut self.village, open_body(self.item, i as u64), resident(i)),
                1 => (&mut self.village, Body::Note(Default::default()), words("材料已核对")),
                2 => (&mut self.village, change(), Private { words: None, ..resident(i + 1) }),
                3 => {
                    (&mut self.village, Body::Accept(Accept { gaps: vec![], gap_date: None, on: None }), words("受理"))
                }
                4 => (&mut self.village, forward("town"), words("同意上报，请审核")),
                5 => (&mut self.town, Body::Taken(Taken { of: out[4].0.hash }), Private::default()),
                6 => (&mut self.town, Body::Note(Default::default()), words("已入户调查，情况属实")),
                7 => (&mut self.town, forward("district"), words("拟同意")),
                8 => (&mut self.district, Body::Taken(Taken { of: out[7].0.hash }), Private::default()),
                9..=10 => (&mut self.district, Body::Note(Default::default()), words("已与民政系统比对")),
                _ => (&mut self.district, Body::Note(Default::default()), Private::default()),
            };
            let written = pen.write(doc, self.cmd, out.last().map(|(entry, _)| entry), body, private);
            out.push(written);
        }
        out
    }
}

fn receive(store: &Store, from: SiteId, entries: Vec<(Entry, PrivateIn)>) -> f64 {
    let started = Instant::now();
    let mut entries = entries.into_iter();
    loop {
        let slice: Vec<_> = entries.by_ref().take(200).collect();
        if slice.is_empty() {
            return started.elapsed().as_secs_f64();
        }
        let received = store.write(Priority::Peers, move |tx| {
            slice.into_iter().try_for_each(|(entry, private)| tx.receive(entry, private, from).map(drop))
        });
        received.expect("received");
    }
}

#[test]
#[ignore = "minutes; only a release build says something"]
fn cases_received_in_a_second() {
    let count = std::env::var("CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(20_000usize);
    let mut world = World::new();
    let store = world.store("district");
    let item = world.item();
    let mut pens = Pens {
        village: Pen::new(&world, "village"),
        town: Pen::new(&world, "town"),
        district: Pen::new(&world, "district"),
        item,
        cmd: 0,
    };
    let from = world.site("town");
    for (name, block) in [("each case at once", 1), ("600 cases at a time, four steps each", 600)] {
        let mut seconds = 0.0;
        for chunk in 0..count / 2 / 600 {
            let base = (block * 10_000 + chunk) * 600;
            let cases: Vec<_> = (0..600).map(|i| pens.case(&world, base + i)).collect();
            let entries = if block == 1 {
                cases.concat()
            } else {
                (0..3)
                    .flat_map(|third| cases.iter().flat_map(move |case| case[third * 4..third * 4 + 4].to_vec()))
                    .collect()
            };
            seconds += receive(&store, from, entries);
        }
        let done = (count / 2 / 600 * 600) as f64;
        println!("{name}: {:.0} cases/s, {:.0} entries/s", done / seconds, done * 12.0 / seconds);
    }
    let bytes =
        |suffix: &str| std::fs::metadata(format!("{}{suffix}", store.path().display())).map_or(0, |file| file.len());
    let cases = world.list("district", ListFilter::default()).items.len();
    println!(
        "{} + {} bytes, {:.0} a case; first page has {cases}",
        bytes(""),
        bytes("-wal"),
        bytes("") as f64 / count as f64
    );
    sizes(&store, count);
    questions(&mut world, &store);
}

fn sizes(store: &Store, count: usize) {
    store
        .read(|conn| {
            let sql = "SELECT name, sum(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT 24";
            let Ok(mut query) = conn.prepare(sql) else { return Ok(()) };
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                println!(
                    "  {:28} {:7.0} bytes a case",
                    row.get::<_, String>(0)?,
                    row.get::<_, i64>(1)? as f64 / count as f64
                );
            }
            Ok(())
        })
        .expect("read");
}

fn questions(world: &mut World, store: &Store) {
    let filter = |q: &str| ListFilter { q: Some(q.into()), ..ListFilter::default() };
    let any = ListFilter::default();
    let town = world.site("town");
    let table = [
        (
            "inbox",
            ListFilter {
                holder: Some(HolderFilter::Here),
                status: vec![Status::Received, Status::Accepted],
                ..any.clone()
            },
        ),
        ("all", any.clone()),
        ("a town", ListFilter { site: Some(town), ..any.clone() }),
        ("elsewhere", ListFilter { holder: Some(HolderFilter::Elsewhere), ..any }),
        ("two characters", filter("低保")),
        ("common word", filter("雁洋")),
        ("six words", filter("雁洋镇长教村")),
        ("initials", filter("cs")),
        ("end of a number", filter("0123")),
    ];
    for (name, filter) in table {
        let times: Vec<f64> = (0..40)
            .map(|_| {
                let started = Instant::now();
                world.list("district", filter.clone());
                started.elapsed().as_secs_f64() * 1_000.0
            })
            .collect();
        report(name, times);
    }
    let directory = store.directory();
    let look = Look { site: world.site("district"), now: world.clock.now(), directory: &directory };
    let timed = |work: &dyn Fn()| {
        (0..40)
            .map(|_| {
                let started = Instant::now();
                work();
                started.elapsed().as_secs_f64() * 1_000.0
            })
            .collect::<Vec<_>>()
    };
    report("home", timed(&|| drop(store.read(|conn| home(conn, look, None)).expect("read"))));
    report("overview", timed(&|| drop(store.read(|conn| overview(conn, look)).expect("read"))));
}

fn report(name: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    println!("  {name:18} p50 {:6.2} ms  p95 {:6.2} ms", times[times.len() / 2], times[times.len() * 95 / 100]);
}
