//! A field of a form with its label, hint and error, drawn by its schema.

use daiban_shared::day::Day;
use daiban_shared::form::id_number::{IdNumber, Sex};
use daiban_shared::form::{Field, FieldKind, Live, Value, live, parse_value, spaced_phone};
use daiban_shared::text::{FileUi, FilingUi, Lang, Ui, fill};
use yew::prelude::*;

use super::input::{Select, TextInput};
use super::words::{bracketed, field_name};
use crate::app::session::use_lang;

#[derive(Properties, PartialEq)]
pub struct LabelledProps {
    pub id: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub hint: AttrValue,
    #[prop_or_default]
    pub optional: bool,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// What the value means, e.g. the birth date in an ID number.
    #[prop_or_default]
    pub note: Option<AttrValue>,
    pub children: Html,
}

/// Label, hint, control, error. The control's `aria-describedby` is `described(id)`.
#[component]
pub fn Labelled(props: &LabelledProps) -> Html {
    let lang = use_lang();
    let bad = props.error.is_some();
    html! {
        <div class={classes!("field", bad.then_some("wrong"))}>
            <label for={props.id.clone()}>
                { props.label.clone() }
                if props.optional { <small>{ bracketed(Ui::Optional.text(lang), lang) }</small> }
            </label>
            <div class="control">
                { props.children.clone() }
                <div id={described(&props.id)} class="beneath">
                    if let Some(error) = &props.error {
                        <p class="error" data-test={format!("error-{}", props.id)}>{ error.clone() }</p>
                    } else if let Some(note) = &props.note {
                        <p class="note" data-test={format!("note-{}", props.id)}>{ note.clone() }</p>
                    } else if !props.hint.is_empty() {
                        <p class="hint">{ props.hint.clone() }</p>
                    }
                </div>
            </div>
        </div>
    }
}

/// The id of what stands beneath a control.
pub fn described(id: &str) -> AttrValue {
    AttrValue::from(format!("{id}-beneath"))
}

#[derive(Properties, PartialEq)]
pub struct FormFieldProps {
    pub field: Field,
    /// What was typed before.
    pub initial: AttrValue,
    /// What is typed now.
    pub text: AttrValue,
    pub error: Option<AttrValue>,
    /// Today, for the age.
    pub today: Day,
    /// Stands above the control.
    #[prop_or_default]
    pub above: Html,
    /// Instead of the schema's hint.
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    pub on_text: Callback<String>,
    pub on_leave: Callback<()>,
}

/// One field by its schema.
#[component]
pub fn FormField(props: &FormFieldProps) -> Html {
    let lang = use_lang();
    let field = &props.field;
    let id = dom_id(&field.id);
    let label = field_name(field, lang).to_owned();
    let now = live(field, &props.text);
    let usual =
        || props.hint.clone().unwrap_or_else(|| AttrValue::from(lang.pick(&field.hint_zh, &field.hint_en).to_owned()));
    let hint = counted(&now, lang).map_or_else(usual, AttrValue::from);
    let note = note(field, &props.text, props.today, lang);
    // A number that is whole and wrong says so at once, while the card is still in the hand.
    let error = props.error.clone().or_else(|| wrong(&now, lang).map(AttrValue::from));
    html! {
        <Labelled id={id.clone()} {label} {hint} optional={!field.required} {error} {note}>
            { props.above.clone() }
            { control(props, id, lang) }
        </Labelled>
    }
}

fn control(props: &FormFieldProps, id: String, lang: Lang) -> Html {
    let field = &props.field;
    let test = format!("field-{}", field.id);
    let (kind, mode, area) = match &field.kind {
        FieldKind::Choice { options } => {
            let options = options.iter().map(|o| (o.code.clone(), lang.pick(&o.zh, &o.en).to_owned())).collect();
            return select(props, id, test, options, lang);
        }
        FieldKind::Flag => {
            let words = |text: Ui| text.text(lang).to_owned();
            let options = vec![("true".to_owned(), words(Ui::Yes)), ("false".to_owned(), words(Ui::No))];
            return select(props, id, test, options, lang);
        }
        FieldKind::Text { max } => ("text", None, *max > 200),
        FieldKind::Number { .. } => ("text", Some("numeric"), false),
        FieldKind::Money => ("text", Some("decimal"), false),
        FieldKind::Day => ("date", None, false),
        FieldKind::Phone => ("text", Some("tel"), false),
        FieldKind::IdNumber => ("text", None, false),
    };
    html! {
        <TextInput id={id.clone()} initial={props.initial.clone()} {kind} mode={mode.map(AttrValue::from)} {area}
            described={described(&id)} invalid={props.error.is_some() || is_wrong(props)} required={field.required} {test}
            on_text={props.on_text.clone()} on_leave={props.on_leave.clone()} />
    }
}

fn select(props: &FormFieldProps, id: String, test: String, options: Vec<(String, String)>, lang: Lang) -> Html {
    html! {
        <Select id={id.clone()} initial={props.initial.clone()} {options} empty={Ui::Choose.text(lang)} {test}
            described={described(&id)} invalid={props.error.is_some() || is_wrong(props)}
            on_text={props.on_text.clone()} on_leave={props.on_leave.clone()} />
    }
}

/// The id of a field's control in the page.
pub fn dom_id(field: &str) -> String {
    format!("f-{}", field.replace('.', "-"))
}

/// What is wrong with what was typed, in words.
pub fn fault_of(field: &Field, text: &str, lang: Lang) -> Option<String> {
    parse_value(field, text).err().map(|error| error.words(lang))
}

fn is_wrong(props: &FormFieldProps) -> bool {
    matches!(live(&props.field, &props.text), Live::Wrong(_) | Live::Over { .. })
}

/// How many digits are missing.
fn counted(now: &Live, lang: Lang) -> Option<String> {
    let Live::Left { typed, left } = now else { return None };
    Some(fill(FilingUi::DigitsLeft.text(lang), &[("typed", &typed.to_string()), ("left", &left.to_string())]))
}

fn wrong(now: &Live, lang: Lang) -> Option<String> {
    match now {
        Live::Wrong(error) => Some(error.words(lang)),
        Live::Over { over } => Some(fill(FilingUi::DigitsOver.text(lang), &[("over", &over.to_string())])),
        Live::Quiet | Live::Left { .. } | Live::Right => None,
    }
}

/// What a right number means: birth date, sex and age, to be compared with the person at the counter; a phone in the groups
/// in which it is read out.
fn note(field: &Field, text: &str, today: Day, lang: Lang) -> Option<String> {
    if !matches!(field.kind, FieldKind::IdNumber | FieldKind::Phone) {
        return None;
    }
    let Ok(Value::Text(stored)) = parse_value(field, text) else { return None };
    if field.kind == FieldKind::Phone {
        let phone = spaced_phone(&stored);
        return (!stored.is_empty()).then(|| fill(FilingUi::PhoneRead.text(lang), &[("phone", &phone)]));
    }
    let number = IdNumber::parse(&stored).ok()?;
    let sex = match number.sex {
        Sex::Male => FileUi::Male,
        Sex::Female => FileUi::Female,
    };
    let birth = number.birth.to_string();
    let age = age(number.birth, today).to_string();
    Some(fill(FileUi::BirthSex.text(lang), &[("birth", &birth), ("sex", sex.text(lang)), ("age", &age)]))
}

fn age(birth: Day, today: Day) -> i16 {
    let ((year, month, day), (now, now_month, now_day)) = (birth.ymd(), today.ymd());
    let had_birthday = (now_month, now_day) >= (month, day);
    now - year - i16::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_right_number_says_who_it_is_and_a_wrong_one_nothing() {
        let field = Field {
            id: "applicant.id_number".into(),
            group: daiban_shared::form::Group::Applicant,
            zh: "身份证号".into(),
            en: "ID number".into(),
            hint_zh: String::new(),
            hint_en: String::new(),
            kind: FieldKind::IdNumber,
            required: true,
        };
        let today = Day::parse("2026-11-21").expect("a day");
        let words = note(&field, " 44142119990101124x ", today, Lang::Zh).expect("a right number");
        assert_eq!(words, "出生 1999-01-01，女，27 岁");
        assert_eq!(note(&field, "441421199901011241", today, Lang::Zh), None);
        assert_eq!(age(Day::parse("1999-11-22").expect("a day"), today), 26);
    }
}
