//! Cases written at a town, entry by entry, through the store: twelve entries a case, spread over time as work is.

use anyhow::{Context, Result};
use daiban_node::store::{Draft, Priority, Tx};
use daiban_node::{Clock, Error, Node};
use daiban_shared::form::Value;
use daiban_shared::id::{CmdId, DocId, DocKind, Hash, SiteId, UserId};
use daiban_shared::kind::Open as Opening;
use daiban_shared::kind::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Entries of one case.
pub const ENTRIES: usize = 12;
/// Cases begun in one round; in each round every case in work gets one entry.
const ROUND: usize = 100;
/// Entries in one transaction.
const SLICE: usize = 200;
const SURNAMES: [&str; 12] = ["陈", "李", "张", "黄", "刘", "曾", "叶", "钟", "丘", "谢", "单", "尉迟"];
const GIVEN: [&str; 14] =
    ["建国", "秀英", "志强", "桂兰", "文华", "玉梅", "伟明", "丽芳", "德胜", "春燕", "国栋", "小琴", "永福", "雪珍"];
const PLACES: [&str; 8] = [
    "长教村第三村民小组",
    "雁上村塘背组",
    "松坪村老屋组",
    "阴那村桥头组",
    "大坪村新屋下",
    "南福村石坑",
    "鹧鸪村上围",
    "永福村河唇",
];

struct InWork {
    index: usize,
    doc: DocId,
    done: usize,
    hashes: Vec<Hash>,
}

/// Writes `count` cases beginning with number `first`; each has `entries` entries (at most twelve).
pub fn cases(folder: &Path, first: usize, count: usize, entries: usize) -> Result<()> {
    let node = Node::open(folder, Clock::System)?;
    let site = node.identity().site();
    let directory = node.store().directory();
    let view = directory.newest();
    let (item, _) = view.item("V04").context("no item V04")?;
    let district = view.district().context("no district")?.id;
    let mut open: Vec<InWork> = Vec::new();
    let mut begun = 0;
    while begun < count || !open.is_empty() {
        for index in first + begun..first + count.min(begun + ROUND) {
            let doc = DocId::for_command(DocKind::Case, site, UserId([7; 8]), command(index, 0));
            open.push(InWork { index, doc, done: 0, hashes: Vec::new() });
        }
        begun = count.min(begun + ROUND);
        // Every case in work goes one step further: its steps lie as far apart as those of real cases.
        let mut further = Vec::with_capacity(open.len());
        while !open.is_empty() {
            let slice = open.split_off(open.len().saturating_sub(SLICE));
            further.extend(step(&node, slice, site, district, item)?);
        }
        open = further.into_iter().filter(|case| case.done < entries).collect();
        eprint!("\r  {begun} of {count} cases begun ");
    }
    eprintln!("\r  {count} cases written        ");
    Ok(())
}

fn step(node: &Node, mut slice: Vec<InWork>, site: SiteId, district: SiteId, item: Hash) -> Result<Vec<InWork>, Error> {
    node.store().write(Priority::People, move |tx| {
        for case in &mut slice {
            let hash = write(tx, case, site, district, item)?;
            case.hashes.push(hash);
            case.done += 1;
        }
        Ok(slice)
    })
}

fn write(tx: &mut Tx<'_>, case: &InWork, site: SiteId, district: SiteId, item: Hash) -> Result<Hash, Error> {
    let name = Some("梁文静".to_owned());
    let words = |text: &str| Private {
        name: name.clone(),
        words: Some(format!("{text}（第{}件）", case.index)),
        ..Private::default()
    };
    let form = |values| Private { name: name.clone(), form: Some(values), ..Private::default() };
    let phone = format!("138{:08}", case.index * 7919 % 100_000_000);
    let change = |field: &str, value: String| {
        let body = Body::FormChange(FormChange { fields: vec![field.to_owned()], why: ChangeWhy::Edit, on: None });
        (body, form(BTreeMap::from([(field.to_owned(), Value::Text(value))])))
    };
    let paper = |no| PaperIn { no, originals: 1, copies: 1, how: PaperForm::Paper, blobs: Vec::new() };
    let (body, private) = match case.done {
        0 => (opening(case, item, paper), form(values(case.index, &phone))),
        1 => (Body::Note(Default::default()), words("申请人口述情况已核对，户口簿与身份证一致")),
        2 => {
            let defects = vec![Defect { no: 1, paper: Some(3), field: None, code: DefectCode::Missing }];
            let private = Private {
                name,
                defects: Some(BTreeMap::from([(1, "请补交家庭经济状况声明".to_owned())])),
                ..Private::default()
            };
            (Body::Notify(Notify { defects, days: 10, again: None, on: None }), private)
        }
        3 => {
            let deliver = Deliver { of: case.hashes[2], way: DeliverWay::InPerson, returned: Vec::new(), on: None };
            (Body::Deliver(deliver), Private { name, receiver: Some("本人".to_owned()), ..Private::default() })
        }
        4 => (
            Body::Supplement(Supplement {
                papers: vec![paper(3)],
                defects: vec![1],
                gaps: Vec::new(),
                on: None,
                returned: Vec::new(),
            }),
            words("材料已补齐"),
        ),
        5 => (
            Body::Accept(Accept { gaps: Vec::new(), gap_date: None, on: None }),
            Private { name, ..Private::default() },
        ),
        6 => change("applicant.phone", format!("139{:08}", case.index * 104_729 % 100_000_000)),
        7 => {
            let to = vec![Addressee { site, dept: None, quarters: 8 }];
            (
                Body::TaskOpen(TaskOpen { what: TaskKind::Question, to, stage: 0, excluded: false, on: None }),
                words("请村里核实家庭人口"),
            )
        }
        8 => (
            Body::Answer(Answer {
                of: case.hashes[7],
                result: AnswerResult::Confirmed,
                officers: Vec::new(),
                on: None,
                dept: None,
            }),
            words("情况属实"),
        ),
        9 => (Body::Note(Default::default()), words("入户走访记录已归入案卷")),
        10 => change("household.size", "4".to_owned()),
        _ => (
            Body::Forward(Forward {
                to: district,
                dept: Some(daiban_shared::id::DeptId(1)),
                opinion: Opinion::Agree,
                on: None,
            }),
            words("符合条件，同意上报"),
        ),
    };
    let cmd = command(case.index, case.done + 1);
    let by = UserId([7; 8]);
    Ok(tx.append(Draft { doc: case.doc, body, private, by, role: Role::Clerk, cmd, part: 0 })?.hash)
}

fn opening(case: &InWork, item: Hash, paper: impl Fn(u8) -> PaperIn) -> Body {
    Body::Open(Opening {
        item,
        number: format!("441403002{:06}{:05}", 261_101 + case.index / 10_000 % 20, case.index % 100_000),
        object: ObjectKind::Person,
        channel: Channel::Counter,
        mode: Mode::Direct,
        papers: vec![paper(1), paper(2)],
        renews: None,
        on: None,
    })
}

fn values(index: usize, phone: &str) -> BTreeMap<String, Value> {
    let name = format!("{}{}", SURNAMES[index % SURNAMES.len()], GIVEN[index / SURNAMES.len() % GIVEN.len()]);
    let place = PLACES[index % PLACES.len()];
    let text = |value: &str| Value::Text(value.to_owned());
    BTreeMap::from([
        ("applicant.name".to_owned(), text(&name)),
        ("applicant.id_number".to_owned(), text(&id_number(index))),
        ("applicant.phone".to_owned(), text(phone)),
        ("applicant.address".to_owned(), Value::Text(format!("广东省梅州市梅县区雁洋镇{place}"))),
        ("household.head".to_owned(), text(&name)),
        ("household.size".to_owned(), Value::Number(3)),
    ])
}

/// Invented, with a valid check digit.
fn id_number(index: usize) -> String {
    let body = format!("441421{:04}{:02}{:02}{:03}", 1940 + index % 60, index % 12 + 1, index % 28 + 1, index % 1000);
    let check = daiban_shared::form::id_number::check_digit(&body).unwrap_or('X');
    format!("{body}{check}")
}

fn command(index: usize, part: usize) -> CmdId {
    let mut bytes = [0x42; 16];
    bytes[..8].copy_from_slice(&(index as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15).to_be_bytes());
    bytes[8] = part as u8;
    bytes[9..13].copy_from_slice(&(index as u32).to_be_bytes());
    CmdId(bytes)
}
