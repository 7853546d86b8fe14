//! Between bytes and `Body`: the kind's number, then its content, both CBOR. Total: what cannot be read is `Unknown`.

use super::*;
use crate::day::Day;

/// The bytes of a body. `Unknown` has none of its own: only bytes that were received are forwarded.
pub fn encode(body: &Body) -> Vec<u8> {
    let mut out = minicbor::to_vec(u16::from(body.kind().number())).expect("encoding into memory does not fail");
    let content = match body {
        Body::Open(content) => minicbor::to_vec(content),
        Body::Forward(content) => minicbor::to_vec(content),
        Body::Return(content) => minicbor::to_vec(content),
        Body::Assign(content) => minicbor::to_vec(content),
        Body::TakeOver(content) => minicbor::to_vec(content),
        Body::Notify(content) => minicbor::to_vec(content),
        Body::Accept(content) => minicbor::to_vec(content),
        Body::NotAccept(content) => minicbor::to_vec(content),
        Body::TaskOpen(content) => minicbor::to_vec(content),
        Body::TaskEnd(content) => minicbor::to_vec(content),
        Body::Grant(content) => minicbor::to_vec(content),
        Body::Deny(content) => minicbor::to_vec(content),
        Body::Withdraw(content) => minicbor::to_vec(content),
        Body::Terminate(content) => minicbor::to_vec(content),
        Body::Close(content) => minicbor::to_vec(content),
        Body::Annul(content) => minicbor::to_vec(content),
        Body::Taken(content) => minicbor::to_vec(content),
        Body::Supplement(content) => minicbor::to_vec(content),
        Body::WithdrawAsked(content) => minicbor::to_vec(content),
        Body::Answer(content) => minicbor::to_vec(content),
        Body::Deliver(content) => minicbor::to_vec(content),
        // A note that says no day has no content at all.
        Body::Note(content) if *content == Note::default() => Ok(Vec::new()),
        Body::Note(content) => minicbor::to_vec(content),
        Body::FormChange(content) => minicbor::to_vec(content),
        Body::Join => Ok(Vec::new()),
        Body::Site(content) => minicbor::to_vec(content),
        Body::Node(content) => minicbor::to_vec(content),
        Body::Cut(content) => minicbor::to_vec(content),
        Body::Right(content) => minicbor::to_vec(content),
        Body::Item(content) => minicbor::to_vec(content),
        Body::Calendar(content) => minicbor::to_vec(content),
        Body::Root(content) => minicbor::to_vec(content),
        Body::Witness(content) => minicbor::to_vec(content),
        Body::Clock(content) => minicbor::to_vec(content),
        Body::NodeAsked(content) => minicbor::to_vec(content),
        Body::RightAsked(content) => minicbor::to_vec(content),
        Body::Extend(content) => minicbor::to_vec(content),
        Body::Lapse(content) => minicbor::to_vec(content),
        Body::Urge(content) => minicbor::to_vec(content),
        Body::TimeSet(content) => minicbor::to_vec(content),
        Body::Green(content) => minicbor::to_vec(content),
        Body::Rule(content) => minicbor::to_vec(content),
        Body::CardServe(content) => minicbor::to_vec(content),
        Body::CardAnswer(content) => minicbor::to_vec(content),
        Body::CardAppeal(content) => minicbor::to_vec(content),
        Body::CardRuling(content) => minicbor::to_vec(content),
        Body::Scheme(content) => minicbor::to_vec(content),
        Body::Sheet(SheetStep::Fix(content)) => minicbor::to_vec(content),
        Body::Sheet(SheetStep::Appeal(content)) => minicbor::to_vec(content),
        Body::Sheet(SheetStep::Ruling(content)) => minicbor::to_vec(content),
        Body::Inspection(InspectionStep::Open(content)) => minicbor::to_vec(content),
        Body::Inspection(InspectionStep::Answer(content)) => minicbor::to_vec(content),
        Body::Inspection(InspectionStep::Ruling(content)) => minicbor::to_vec(content),
        Body::Unknown { .. } => Ok(Vec::new()),
    };
    out.extend(content.expect("encoding into memory does not fail"));
    out
}

/// Reads a body; an unknown number, an unlisted value or a form that is not canonical gives `Unknown`.
pub fn decode(bytes: &[u8]) -> Body {
    let mut decoder = minicbor::Decoder::new(bytes);
    let Ok(number) = decoder.u16() else { return Body::Unknown { number: 0 } };
    let rest = &bytes[decoder.position()..];
    match content(number, rest) {
        Some(body) if encode(&body) == bytes => body,
        Some(_) | None => Body::Unknown { number },
    }
}

fn content(number: u16, bytes: &[u8]) -> Option<Body> {
    fn read<'b, T: minicbor::Decode<'b, ()>>(bytes: &'b [u8]) -> Option<T> {
        minicbor::decode(bytes).ok()
    }
    Some(match number {
        1 => Body::Open(read(bytes)?),
        2 => Body::Forward(read(bytes)?),
        3 => Body::Return(read(bytes)?),
        4 => Body::Assign(read(bytes)?),
        5 => Body::TakeOver(read(bytes)?),
        6 => Body::Notify(read(bytes)?),
        7 => Body::Accept(read(bytes)?),
        8 => Body::NotAccept(read(bytes)?),
        9 => Body::TaskOpen(read(bytes)?),
        10 => Body::TaskEnd(read(bytes)?),
        12 => Body::Grant(read(bytes)?),
        13 => Body::Deny(read(bytes)?),
        14 => Body::Withdraw(read(bytes)?),
        16 => Body::Terminate(read(bytes)?),
        17 => Body::Close(read(bytes)?),
        18 => Body::Annul(read(bytes)?),
        32 => Body::Taken(read(bytes)?),
        33 => Body::Supplement(read(bytes)?),
        34 => Body::WithdrawAsked(read(bytes)?),
        35 => Body::Answer(read(bytes)?),
        36 => Body::Deliver(read(bytes)?),
        37 if bytes.is_empty() => Body::Note(Note::default()),
        37 => Body::Note(read(bytes)?),
        38 => Body::FormChange(read(bytes)?),
        39 => Body::Join,
        64 => Body::Site(read(bytes)?),
        65 => Body::Node(read(bytes)?),
        66 => Body::Cut(read(bytes)?),
        67 => Body::Right(read(bytes)?),
        68 => Body::Item(read(bytes)?),
        69 => Body::Calendar(read(bytes)?),
        72 => Body::Root(read(bytes)?),
        96 => Body::Witness(read(bytes)?),
        97 => Body::Clock(read(bytes)?),
        112 => Body::NodeAsked(read(bytes)?),
        113 => Body::RightAsked(read(bytes)?),
        11 => Body::Extend(read(bytes)?),
        15 => Body::Lapse(read(bytes)?),
        40 => Body::Urge(read(bytes)?),
        41 => Body::TimeSet(read(bytes)?),
        42 => Body::Green(read(bytes)?),
        70 => Body::Rule(read(bytes)?),
        128 => Body::CardServe(read(bytes)?),
        129 => Body::CardAnswer(read(bytes)?),
        130 => Body::CardAppeal(read(bytes)?),
        131 => Body::CardRuling(read(bytes)?),
        73 => Body::Scheme(read(bytes)?),
        136 => Body::Sheet(SheetStep::Fix(read(bytes)?)),
        137 => Body::Sheet(SheetStep::Appeal(read(bytes)?)),
        138 => Body::Sheet(SheetStep::Ruling(read(bytes)?)),
        144 => Body::Inspection(InspectionStep::Open(read(bytes)?)),
        145 => Body::Inspection(InspectionStep::Answer(read(bytes)?)),
        146 => Body::Inspection(InspectionStep::Ruling(read(bytes)?)),
        _ => return None,
    })
}

impl Body {
    /// Its kind; `Kind::Unknown` for those of later versions.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Open(_) => Kind::Open,
            Self::Forward(_) => Kind::Forward,
            Self::Return(_) => Kind::Return,
            Self::Assign(_) => Kind::Assign,
            Self::TakeOver(_) => Kind::TakeOver,
            Self::Notify(_) => Kind::Notify,
            Self::Accept(_) => Kind::Accept,
            Self::NotAccept(_) => Kind::NotAccept,
            Self::TaskOpen(_) => Kind::TaskOpen,
            Self::TaskEnd(_) => Kind::TaskEnd,
            Self::Grant(_) => Kind::Grant,
            Self::Deny(_) => Kind::Deny,
            Self::Withdraw(_) => Kind::Withdraw,
            Self::Terminate(_) => Kind::Terminate,
            Self::Close(_) => Kind::Close,
            Self::Annul(_) => Kind::Annul,
            Self::Taken(_) => Kind::Taken,
            Self::Supplement(_) => Kind::Supplement,
            Self::WithdrawAsked(_) => Kind::WithdrawAsked,
            Self::Answer(_) => Kind::Answer,
            Self::Deliver(_) => Kind::Deliver,
            Self::Note(_) => Kind::Note,
            Self::FormChange(_) => Kind::FormChange,
            Self::Join => Kind::Join,
            Self::Site(_) => Kind::Site,
            Self::Node(_) => Kind::Node,
            Self::Cut(_) => Kind::Cut,
            Self::Right(_) => Kind::Right,
            Self::Item(_) => Kind::Item,
            Self::Calendar(_) => Kind::Calendar,
            Self::Root(_) => Kind::Root,
            Self::Witness(_) => Kind::Witness,
            Self::Clock(_) => Kind::Clock,
            Self::NodeAsked(_) => Kind::NodeAsked,
            Self::RightAsked(_) => Kind::RightAsked,
            Self::Extend(_) => Kind::Extend,
            Self::Lapse(_) => Kind::Lapse,
            Self::Urge(_) => Kind::Urge,
            Self::TimeSet(_) => Kind::TimeSet,
            Self::Green(_) => Kind::Green,
            Self::Rule(_) => Kind::Rule,
            Self::CardServe(_) => Kind::CardServe,
            Self::CardAnswer(_) => Kind::CardAnswer,
            Self::CardAppeal(_) => Kind::CardAppeal,
            Self::CardRuling(_) => Kind::CardRuling,
            Self::Scheme(_) => Kind::Scheme,
            Self::Sheet(SheetStep::Fix(_)) => Kind::SheetFix,
            Self::Sheet(SheetStep::Appeal(_)) => Kind::SheetAppeal,
            Self::Sheet(SheetStep::Ruling(_)) => Kind::SheetRuling,
            Self::Inspection(InspectionStep::Open(_)) => Kind::InspectionOpen,
            Self::Inspection(InspectionStep::Answer(_)) => Kind::InspectionAnswer,
            Self::Inspection(InspectionStep::Ruling(_)) => Kind::InspectionRuling,
            Self::Unknown { .. } => Kind::Unknown,
        }
    }

    /// The number of its kind, also of one that this version does not know.
    pub fn number(&self) -> u16 {
        if let Self::Unknown { number } = self { *number } else { u16::from(self.kind().number()) }
    }

    /// The day at the counter, where the step was entered later.
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Open(content) => content.on,
            Self::Forward(content) => content.on,
            Self::Return(content) => content.on,
            Self::Assign(content) => content.on,
            Self::TakeOver(content) => content.on,
            Self::Notify(content) => content.on,
            Self::Accept(content) => content.on,
            Self::NotAccept(content) => content.on,
            Self::TaskOpen(content) => content.on,
            Self::TaskEnd(content) => content.on,
            Self::Grant(content) => content.on,
            Self::Deny(content) => content.on,
            Self::Withdraw(content) => content.on,
            Self::Terminate(content) => content.on,
            Self::Close(content) => content.on,
            Self::Annul(content) => content.on,
            Self::Supplement(content) => content.on,
            Self::WithdrawAsked(content) => content.on,
            Self::Answer(content) => content.on,
            Self::Deliver(content) => content.on,
            Self::Note(content) => content.on,
            Self::FormChange(content) => content.on,
            Self::Extend(content) => content.on,
            Self::Lapse(content) => content.on,
            Self::Urge(content) => content.on,
            Self::Green(content) => content.on,
            Self::CardAnswer(content) => content.on,
            Self::CardAppeal(content) => content.on,
            Self::Inspection(InspectionStep::Open(content)) => Some(content.on),
            Self::Inspection(InspectionStep::Answer(content)) => content.on,
            Self::Taken(_)
            | Self::Join
            | Self::Site(_)
            | Self::Node(_)
            | Self::Cut(_)
            | Self::Right(_)
            | Self::Item(_)
            | Self::Calendar(_)
            | Self::Root(_)
            | Self::Witness(_)
            | Self::Clock(_)
            | Self::NodeAsked(_)
            | Self::RightAsked(_)
            | Self::TimeSet(_)
            | Self::Rule(_)
            | Self::CardServe(_)
            | Self::CardRuling(_)
            | Self::Scheme(_)
            | Self::Sheet(_)
            | Self::Inspection(InspectionStep::Ruling(_))
            | Self::Unknown { .. } => None,
        }
    }
}
