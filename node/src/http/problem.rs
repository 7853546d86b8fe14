//! Every error of the API in one place: from what went wrong to RFC 9457 in the asked language. No names, numbers of
//! people or form text leave through here; what only the operator can mend is logged under a number that the answer names.

use crate::Error;
use daiban_shared::api::Problem;
use daiban_shared::case::RefusalCode;
use daiban_shared::decide::Refusal;
use daiban_shared::form::FieldError;
use daiban_shared::text::{Lang, ProblemText, fill};
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER};
use std::collections::BTreeMap;
use warp::reply::Response;

/// When a busy machine is asked again.
const BUSY_SECONDS: u64 = 5;

/// What a handler answers instead of a result.
#[derive(Debug)]
pub enum Fault {
    /// A problem with words of its own.
    Problem {
        /// Which.
        text: ProblemText,
        /// Values for the marks in the words.
        values: Vec<(&'static str, String)>,
        /// The field concerned.
        field: Option<String>,
        /// When to try again.
        retry_seconds: Option<u64>,
    },
    /// Fields that cannot be taken, each with its reason.
    Fields(BTreeMap<String, FieldError>),
    /// A rule says no.
    Refused(Box<Refusal>),
    /// Rules say no to several fields, one reason each.
    RefusedFields(Vec<Refusal>),
}

impl Fault {
    /// A problem with a value in its words.
    pub fn with(text: ProblemText, name: &'static str, value: impl ToString) -> Self {
        Self::Problem { text, values: vec![(name, value.to_string())], field: None, retry_seconds: None }
    }

    /// One field that cannot be taken.
    pub fn field(name: &str, error: FieldError) -> Self {
        Self::Fields(BTreeMap::from([(name.to_owned(), error)]))
    }

    /// Names the field that a problem is about.
    pub fn at_field(self, name: &str) -> Self {
        match self {
            Self::Problem { text, values, retry_seconds, .. } => {
                Self::Problem { text, values, field: Some(name.to_owned()), retry_seconds }
            }
            Self::Fields(_) | Self::Refused(_) | Self::RefusedFields(_) => self,
        }
    }

    /// Says when it is worth trying again.
    pub fn retry_after(self, seconds: u64) -> Self {
        match self {
            Self::Problem { text, values, field, .. } => {
                Self::Problem { text, values, field, retry_seconds: Some(seconds) }
            }
            Self::Fields(_) | Self::Refused(_) | Self::RefusedFields(_) => self,
        }
    }

    /// An error of a list: its only thing that can be unknown is the mark of the next page.
    pub fn of_page(error: Error) -> Self {
        if matches!(error, Error::NotFound) { Self::from(ProblemText::BadPage).at_field("page") } else { error.into() }
    }

    /// An error that only the operator can mend: logged under a number, and the number is told.
    pub fn internal(why: impl std::fmt::Display) -> Self {
        let id = number();
        tracing::error!(number = %id, "{why}");
        Self::with(ProblemText::Internal, "id", id)
    }

    /// HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Problem { text, .. } => status_of(*text),
            Self::Fields(_) | Self::RefusedFields(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Refused(refusal) => status_of_refusal(refusal.code),
        }
    }

    /// The problem in the asked language.
    pub fn problem(&self, lang: Lang) -> Problem {
        let (code, detail, field, fields) = match self {
            Self::Problem { text, values, field, .. } => {
                let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
                (snake(&format!("{text:?}")), fill(text.text(lang), &values), field.clone(), BTreeMap::new())
            }
            Self::Fields(wrong) => {
                let words: BTreeMap<String, String> =
                    wrong.iter().map(|(name, error)| (name.clone(), error.words(lang))).collect();
                let field = words.keys().next().cloned().filter(|_| words.len() == 1);
                (snake("Unprocessable"), ProblemText::Unprocessable.text(lang).to_owned(), field, words)
            }
            Self::RefusedFields(refusals) => {
                let named = |refusal: &Refusal| refusal.field.clone().map(|field| (field, refusal.text(lang)));
                (
                    snake("Unprocessable"),
                    ProblemText::Unprocessable.text(lang).to_owned(),
                    None,
                    refusals.iter().filter_map(named).collect(),
                )
            }
            Self::Refused(refusal) => {
                let words = refusal.text(lang);
                let fields = refusal.field.iter().map(|field| (field.clone(), words.clone())).collect();
                (snake(&format!("{:?}", refusal.code)), words, refusal.field.clone(), fields)
            }
        };
        Problem {
            kind: format!("/problems/{code}"),
            title: title(&detail),
            status: self.status().as_u16(),
            detail,
            code,
            field,
            fields,
        }
    }

    /// The answer.
    pub fn response(&self, lang: Lang) -> Response {
        let body = serde_json::to_vec(&self.problem(lang)).unwrap_or_default();
        let mut response = Response::new(body.into());
        *response.status_mut() = self.status();
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Self::Problem { retry_seconds: Some(seconds), .. } = self {
            headers.insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        response
    }
}

impl From<ProblemText> for Fault {
    fn from(text: ProblemText) -> Self {
        Self::Problem { text, values: Vec::new(), field: None, retry_seconds: None }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => Self::Refused(refusal),
            Error::RefusedFields(refusals) => Self::RefusedFields(refusals),
            Error::SameCommandOtherContent => ProblemText::SameCommandOtherContent.into(),
            Error::NotFound => ProblemText::NotFound.into(),
            Error::SiteHasNode => ProblemText::SiteHasNode.into(),
            Error::Stopping | Error::Busy => Self::from(ProblemText::Busy).retry_after(BUSY_SECONDS),
            Error::TooLong => ProblemText::StepTooLong.into(),
            Error::DiskFull => ProblemText::StorageFull.into(),
            Error::ClockWrong { clock, known } => {
                Self::Refused(Box::new(Refusal::new(RefusalCode::ClockWrong).with("clock", clock).with("known", known)))
            }
            Error::Sqlite(_)
            | Error::NewerDatabase { .. }
            | Error::Damaged { .. }
            | Error::FolderInUse { .. }
            | Error::File { .. }
            | Error::Other(_) => Self::internal(error),
        }
    }
}

fn status_of(text: ProblemText) -> StatusCode {
    match text {
        ProblemText::BadJson => StatusCode::BAD_REQUEST,
        ProblemText::NotSignedIn | ProblemText::SessionEnded | ProblemText::WrongPassword => StatusCode::UNAUTHORIZED,
        ProblemText::NotAllowed | ProblemText::CrossSite | ProblemText::NotDistrict | ProblemText::RightsAtDistrict => {
            StatusCode::FORBIDDEN
        }
        ProblemText::NotFound | ProblemText::ScreenOff => StatusCode::NOT_FOUND,
        ProblemText::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
        ProblemText::SameCommandOtherContent
        | ProblemText::LoginTaken
        | ProblemText::SiteHasNode
        | ProblemText::NoSuchNode
        | ProblemText::CatalogueMoved
        | ProblemText::CalendarMoved
        | ProblemText::UserHasCases
        | ProblemText::UserKeepsCases
        | ProblemText::UserKeepsDesk
        | ProblemText::SiteHasCases
        | ProblemText::SiteHasPlaces
        | ProblemText::SiteHasMachine
        | ProblemText::TooManyPreferences => StatusCode::CONFLICT,
        ProblemText::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        ProblemText::TooSlow => StatusCode::REQUEST_TIMEOUT,
        ProblemText::UnknownField
        | ProblemText::Doubled
        | ProblemText::BadPage
        | ProblemText::StepTooLong
        | ProblemText::Unprocessable
        | ProblemText::CatalogueWrong
        | ProblemText::CalendarDay
        | ProblemText::CalendarDocument
        | ProblemText::AwayDays
        | ProblemText::PlaceHours
        | ProblemText::RightFrom
        | ProblemText::RightUntil
        | ProblemText::WeakPassword => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemText::ItemUnknown | ProblemText::SiteUnknown | ProblemText::NotBelow => StatusCode::UNPROCESSABLE_ENTITY,
        ProblemText::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        ProblemText::Busy | ProblemText::NotYet => StatusCode::SERVICE_UNAVAILABLE,
        ProblemText::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        ProblemText::StorageFull => StatusCode::INSUFFICIENT_STORAGE,
    }
}

/// 422: the same press with other content can succeed. 409: something must happen first. 403: never for this role.
fn status_of_refusal(code: RefusalCode) -> StatusCode {
    use RefusalCode as R;
    match code {
        R::Role => StatusCode::FORBIDDEN,
        R::MissingField
        | R::BadField
        | R::NotDeferrable
        | R::SecondNotice
        | R::EmptyNotice
        | R::NoBodyNamed
        | R::NoOpinion
        | R::NoGround
        | R::NoWords => StatusCode::UNPROCESSABLE_ENTITY,
        R::Target
        | R::NoAddressee
        | R::ItemNotInForce
        | R::GapDate
        | R::DuplicateOf
        | R::DuplicateUnknown
        | R::NoSuchDesk
        | R::NoSuchPerson
        | R::PersonAway
        | R::AmountMissing
        | R::NothingAdded
        | R::NothingChanged => StatusCode::UNPROCESSABLE_ENTITY,
        R::ExtendTooLong
        | R::NoApprover
        | R::GovernmentApproves
        | R::TaskNotOverdue
        | R::GapDateFar
        | R::NotAWorker
        | R::LapseUnheard
        | R::NeedsUnit
        | R::NeedsDays
        | R::NoBasis
        | R::TwoOfficers
        | R::StepUnknown => StatusCode::UNPROCESSABLE_ENTITY,
        R::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        R::NotHolder
        | R::NotYourDesk
        | R::Status
        | R::NoRight
        | R::RightExpired
        | R::RightNotYet
        | R::RightOtherItem
        | R::RightOtherPerson
        | R::OverAmount
        | R::Conflict
        | R::MissingPaper
        | R::WithdrawalUnanswered
        | R::TaskOpen => StatusCode::CONFLICT,
        R::GapOpen
        | R::AfterDeemed
        | R::TargetSilent
        | R::HeardRecently
        | R::NotAncestor
        | R::LookAgain
        | R::NoWithdrawal
        | R::NotDelivered => StatusCode::CONFLICT,
        R::DutiesOpen
        | R::NothingToAnnul
        | R::UnknownKind
        | R::NotParticipant
        | R::NothingToDeliver
        | R::TaskUnknown
        | R::NotAddressee => StatusCode::CONFLICT,
        R::NotFilingTier
        | R::LikelyDuplicate
        | R::TooMany
        | R::NumbersUsedUp
        | R::ClockWrong
        | R::DualReview
        | R::AlreadyAsked
        | R::Waiting => StatusCode::CONFLICT,
        R::CardTooEarly
        | R::NoExtension
        | R::AlreadyExtended
        | R::ExtendTooLate
        | R::NothingToLapse
        | R::LapseNotDue
        | R::LapseUntold
        | R::LapseAnswered => StatusCode::CONFLICT,
        R::GateClosed
        | R::UnitNotAsked
        | R::UnitRefused
        | R::UnitUnheard
        | R::UnitNotOurs
        | R::AlreadyAnswered
        | R::OtherDeskAsked
        | R::LeadDesk
        | R::RightEnded => StatusCode::CONFLICT,
        R::RenewalGranted | R::NotInstant | R::CardAsksNothing | R::AlreadyGreen | R::NoGreenRight => {
            StatusCode::CONFLICT
        }
    }
}

/// The first sentence of the words: what a heading has room for.
fn title(detail: &str) -> String {
    let end = detail.find(['。', '；', ';']).or_else(|| detail.find(". ")).unwrap_or(detail.len());
    detail[..end].trim_end_matches('.').to_owned()
}

/// `SessionEnded` as `session_ended`: the stable code.
fn snake(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    for (i, letter) in name.char_indices() {
        if letter.is_ascii_uppercase() && i > 0 {
            out.push('_');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn number() -> String {
    let mut bytes = [0u8; 4];
    // Without the system's randomness the number is zeros; the log's time still finds the line.
    let _ = getrandom::fill(&mut bytes);
    u32::from_be_bytes(bytes).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_has_words_in_both_languages_and_a_status_of_an_error() {
        for text in ProblemText::ALL {
            let fault = Fault::from(*text);
            assert!(fault.status().is_client_error() || fault.status().is_server_error(), "{text:?}");
            let (zh, en) = (fault.problem(Lang::Zh), fault.problem(Lang::En));
            assert_ne!(zh.detail, en.detail);
            assert_eq!(zh.code, en.code);
            assert!(!zh.title.is_empty() && zh.detail.starts_with(&zh.title), "{text:?}: {}", zh.title);
        }
    }

    #[test]
    fn refusals_tell_whether_other_content_helps() {
        let table = [
            (RefusalCode::LookAgain, 409, "look_again"),
            (RefusalCode::NotHolder, 409, "not_holder"),
            (RefusalCode::NoGround, 422, "no_ground"),
            (RefusalCode::Role, 403, "role"),
        ];
        for (code, status, name) in table {
            let problem = Fault::from(Error::refused(code)).problem(Lang::En);
            assert_eq!((problem.status, problem.code.as_str()), (status, name));
            assert_eq!(problem.kind, format!("/problems/{name}"));
        }
    }

    #[test]
    fn a_wrong_field_is_named_with_its_words() {
        let fault = Fault::from(Error::from(
            Refusal::new(RefusalCode::MissingField).with("field", "姓名").at_field("applicant.name"),
        ));
        let problem = fault.problem(Lang::Zh);
        assert_eq!(problem.field.as_deref(), Some("applicant.name"));
        assert!(problem.fields["applicant.name"].contains("姓名"));
    }

    #[test]
    fn what_only_the_operator_can_mend_says_nothing_but_a_number() {
        let problem = Fault::from(Error::Other("secret words".into())).problem(Lang::En);
        assert_eq!(problem.status, 500);
        assert!(!problem.detail.contains("secret"));
    }
}
