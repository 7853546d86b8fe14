//! What becomes of an inspection: each problem has an owner and a date, is put right and closed, or sent back.

use super::document::{Author, may, other, walk};
use crate::case::{Effect, Void};
use crate::day::Day;
use crate::entry::Entry;
use crate::ground::Directory;
use crate::id::{Hash, Millis, SiteId};
use crate::kind::{Body, CardResult, Finding, FindingRuling, InspectionOpen, InspectionStep};
use std::collections::BTreeSet;

/// Where a problem stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingStand {
    /// To be put right.
    Open,
    /// Answered; somebody has to look whether that is enough.
    Answered,
    /// Put right.
    Closed,
    /// Set aside with a reason.
    Withdrawn,
}

/// A problem as its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingState {
    /// As it was found.
    pub finding: Finding,
    /// Where it stands.
    pub stand: FindingStand,
    /// To be put right by the end of this day.
    pub until: Day,
    /// The newest answer.
    pub answered: Option<(Hash, Millis, CardResult)>,
    /// How often it was sent back.
    pub sent_back: u16,
}

/// An inspection as its entries tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InspectionState {
    /// Its beginning; none while that is not here.
    pub opened: Option<(Hash, SiteId, Millis, InspectionOpen)>,
    /// Its problems.
    pub findings: Vec<FindingState>,
    /// To which places it is sent.
    pub interest: BTreeSet<SiteId>,
    /// Every entry once, in order, with its effect.
    pub steps: Vec<(Hash, Effect)>,
    /// What a new entry has to name.
    pub heads: Vec<Hash>,
}

/// Folds an inspection. The place answers each problem; who inspected, and those above, close it or send it back.
pub fn fold_inspection(entries: &[Entry], directory: &Directory) -> InspectionState {
    let (mut opened, mut findings, mut interest) = (None, Vec::new(), BTreeSet::new());
    let (steps, heads) = walk(entries, directory, |entry, author| {
        let Some((_, origin, _, begun)) = &opened else {
            let begun = begin(entry, author)?;
            findings = begun.findings.iter().map(found).collect();
            interest = author.audience(begun.to);
            opened = Some((entry.hash, author.site, entry.head.at, begun));
            return Ok(());
        };
        take(&mut findings, (*origin, begun), entry, author)
    });
    InspectionState { opened, findings, interest, steps, heads }
}

fn found(finding: &Finding) -> FindingState {
    let (finding, until) = (finding.clone(), finding.until);
    FindingState { finding, stand: FindingStand::Open, until, answered: None, sent_back: 0 }
}

fn begin(entry: &Entry, author: &Author<'_>) -> Result<InspectionOpen, Void> {
    let Body::Inspection(InspectionStep::Open(open)) = &entry.body else { return Err(Void::NotOpened) };
    let numbers: BTreeSet<u8> = open.findings.iter().map(|finding| finding.no).collect();
    if entry.head.doc.origin() != author.site || !author.is_at_or_above(open.to) || numbers.len() != open.findings.len()
    {
        return Err(Void::Content);
    }
    may(true, author.watches())?;
    Ok(open.clone())
}

fn take(
    findings: &mut [FindingState],
    (origin, begun): (SiteId, &InspectionOpen),
    entry: &Entry,
    author: &Author<'_>,
) -> Result<(), Void> {
    let Body::Inspection(step) = &entry.body else { return other(&entry.body) };
    match step {
        InspectionStep::Open(_) => Err(Void::SecondOpen),
        InspectionStep::Answer(answer) => {
            may(author.site == begun.to, author.works())?;
            let finding = numbered(findings, answer.no)?;
            match finding.stand {
                FindingStand::Open | FindingStand::Answered => finding.stand = FindingStand::Answered,
                // An answer that crossed the closing is kept and changes nothing.
                FindingStand::Closed | FindingStand::Withdrawn => {}
            }
            finding.answered = Some((entry.hash, entry.head.at, answer.result));
            Ok(())
        }
        InspectionStep::Ruling(ruling) => {
            may(author.is_at_or_above(origin), author.watches())?;
            let finding = numbered(findings, ruling.no)?;
            match ruling.ruling {
                FindingRuling::Closed => finding.stand = FindingStand::Closed,
                FindingRuling::Withdrawn => finding.stand = FindingStand::Withdrawn,
                FindingRuling::Back => {
                    finding.stand = FindingStand::Open;
                    finding.until = ruling.until.unwrap_or(finding.until);
                    finding.sent_back = finding.sent_back.saturating_add(1);
                }
            }
            Ok(())
        }
    }
}

fn numbered(findings: &mut [FindingState], no: u8) -> Result<&mut FindingState, Void> {
    findings.iter_mut().find(|found| found.finding.no == no).ok_or(Void::Content)
}
