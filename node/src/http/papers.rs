//! Steps of the documents that stand beside the cases: cards, inspections, sheets.

use super::names;
use super::problem::Fault;
use super::visit::Signed;
use crate::{store, supervise};
use daiban_shared::api::{CardStep, Person};
use daiban_shared::id::DocId;
use daiban_shared::kind::{Body, FindingRuling, InspectionStep, Private, SheetStep, SheetVerdict};
use daiban_shared::text::{AppraisalText, Lang, fill};

/// Every step of such a document, in order.
pub fn steps(who: &Signed, doc: DocId, lang: Lang) -> Result<Vec<CardStep>, Fault> {
    let store = who.node().store();
    let directory = store.directory();
    let mut out = Vec::new();
    for (stored, counts) in supervise::entries(store, doc)? {
        let entry = &stored.entry;
        let part = store.read(|conn| store::private_of(conn, stored.pos))?;
        let private = part.and_then(|part| Private::decode(&part.bytes).ok()).unwrap_or_default();
        let site = directory.newest().node(entry.node()).map_or(entry.head.doc.origin(), |node| node.site);
        out.push(CardStep {
            id: entry.hash,
            text: entry.kind().text(lang).to_owned(),
            says: says(&entry.body, lang),
            words: private.words.unwrap_or_default(),
            by: Person { id: entry.head.by, name: private.name.unwrap_or_default() },
            site: names::site(directory.newest(), site),
            at: entry.head.at,
            counts,
        });
    }
    Ok(out)
}

fn says(body: &Body, lang: Lang) -> String {
    let colon = lang.pick("：", ": ");
    let numbered =
        |no: u8, words: &str| fill(AppraisalText::FindingNo.text(lang), &[("no", &no.to_string())]) + colon + words;
    if let Body::CardServe(serve) = body {
        return serve.rule.text(lang).to_owned();
    }
    if let Body::CardAnswer(answer) = body {
        return answer.result.text(lang).to_owned();
    }
    if let Body::CardAppeal(appeal) = body {
        return appeal.ground.text(lang).to_owned();
    }
    if let Body::CardRuling(ruling) = body {
        let ground = ruling.ground.map(|ground| ground.text(lang).to_owned()).unwrap_or_default();
        let ruled = ruling.ruling.text(lang);
        return if ground.is_empty() { ruled.to_owned() } else { format!("{ruled}{colon}{ground}") };
    }
    if let Body::Inspection(step) = body {
        return match step {
            InspectionStep::Open(open) => open.way.text(lang).to_owned(),
            InspectionStep::Answer(answer) => numbered(answer.no, answer.result.text(lang)),
            InspectionStep::Ruling(ruling) => match (ruling.ruling, ruling.until) {
                (FindingRuling::Back, Some(until)) => {
                    let words = format!("{} {until}", ruling.ruling.text(lang));
                    numbered(ruling.no, &words)
                }
                (FindingRuling::Back | FindingRuling::Closed | FindingRuling::Withdrawn, _) => {
                    numbered(ruling.no, ruling.ruling.text(lang))
                }
            },
        };
    }
    if let Body::Sheet(step) = body {
        return match step {
            SheetStep::Fix(fix) => match fix.again {
                Some(again) => format!("{} · {}", points(fix.total.into()), again.text(lang)),
                None => points(fix.total.into()),
            },
            SheetStep::Appeal(appeal) => match appeal.indicator {
                Some(indicator) => format!("{}{colon}{}", indicator.text(lang), appeal.ground.text(lang)),
                None => appeal.ground.text(lang).to_owned(),
            },
            SheetStep::Ruling(ruling) => match ruling.verdict {
                SheetVerdict::Upheld => ruling.verdict.text(lang).to_owned(),
                SheetVerdict::Adjusted => {
                    let sign = if ruling.tenths > 0 { "+" } else { "" };
                    format!("{} {sign}{}", ruling.verdict.text(lang), points(ruling.tenths.into()))
                }
            },
        };
    }
    String::new()
}

/// Tenths as points.
pub fn points(tenths: i32) -> String {
    let sign = if tenths < 0 { "-" } else { "" };
    let tenths = tenths.unsigned_abs();
    format!("{sign}{}.{}", tenths / 10, tenths % 10)
}
