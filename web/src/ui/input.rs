//! Plain controls. They are never written back while somebody types, so that Chinese input methods are not disturbed.

use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

/// The text in the control that an event comes from.
pub fn text_of(event: &Event) -> String {
    let Some(target) = event.target() else { return String::new() };
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return input.value();
    }
    if let Some(area) = target.dyn_ref::<HtmlTextAreaElement>() {
        return area.value();
    }
    target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::value).unwrap_or_default()
}

/// Whether the tick box that an event comes from is ticked.
pub fn ticked(event: &Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()).is_some_and(|input| input.checked())
}

#[derive(Properties, PartialEq)]
pub struct TextInputProps {
    pub id: AttrValue,
    /// What stands in it at first; later changes are ignored.
    #[prop_or_default]
    pub initial: AttrValue,
    /// `text`, `password`, `date`, `search`.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    #[prop_or_default]
    pub mode: Option<AttrValue>,
    #[prop_or_default]
    pub complete: Option<AttrValue>,
    #[prop_or_default]
    pub placeholder: Option<AttrValue>,
    /// Ids of hint and error.
    #[prop_or_default]
    pub described: Option<AttrValue>,
    #[prop_or_default]
    pub invalid: bool,
    #[prop_or_default]
    pub required: bool,
    /// Several lines.
    #[prop_or_default]
    pub area: bool,
    #[prop_or_default]
    pub focus: bool,
    #[prop_or_default]
    pub test: AttrValue,
    pub on_text: Callback<String>,
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

/// One line or several lines of text.
#[component]
pub fn TextInput(props: &TextInputProps) -> Html {
    let node = use_node_ref();
    {
        let (node, initial, focus) = (node.clone(), props.initial.clone(), props.focus);
        use_effect_with((), move |()| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_value(&initial);
            } else if let Some(area) = node.cast::<HtmlTextAreaElement>() {
                area.set_value(&initial);
            }
            if let Some(element) = node.cast::<web_sys::HtmlElement>().filter(|_| focus) {
                let _ = element.focus();
            }
        });
    }
    let oninput = props.on_text.reform(|event: InputEvent| text_of(&event));
    // Some input methods and fillers end without an input event.
    let onchange = props.on_text.reform(|event: Event| text_of(&event));
    let onblur = props.on_leave.reform(|_: FocusEvent| ());
    let invalid = props.invalid.to_string();
    if props.area {
        return html! {
            <textarea ref={node} id={props.id.clone()} rows="3" aria-describedby={props.described.clone()}
                aria-invalid={invalid} aria-required={props.required.to_string()} {oninput} {onchange} {onblur}
                data-test={props.test.clone()} placeholder={props.placeholder.clone()} />
        };
    }
    html! {
        <input ref={node} id={props.id.clone()} type={props.kind.clone()} inputmode={props.mode.clone()}
            autocomplete={props.complete.clone().unwrap_or(AttrValue::Static("off"))} spellcheck="false"
            placeholder={props.placeholder.clone()} aria-describedby={props.described.clone()} aria-invalid={invalid}
            aria-required={props.required.to_string()} {oninput} {onchange} {onblur} data-test={props.test.clone()} />
    }
}

#[derive(Properties, PartialEq)]
pub struct SelectProps {
    pub id: AttrValue,
    /// Chosen at first.
    #[prop_or_default]
    pub initial: AttrValue,
    /// (code, words)
    pub options: Vec<(String, String)>,
    /// Words of the empty choice; none = there is none.
    #[prop_or_default]
    pub empty: Option<AttrValue>,
    #[prop_or_default]
    pub described: Option<AttrValue>,
    #[prop_or_default]
    pub invalid: bool,
    #[prop_or_default]
    pub test: AttrValue,
    pub on_text: Callback<String>,
    #[prop_or_default]
    pub on_leave: Callback<()>,
}

/// One of a list.
#[component]
pub fn Select(props: &SelectProps) -> Html {
    let onchange = props.on_text.reform(|event: Event| text_of(&event));
    let onblur = props.on_leave.reform(|_: FocusEvent| ());
    let node = use_node_ref();
    let rows = props.options.iter().map(|(code, words)| {
        html! { <option value={code.clone()}>{ words.clone() }</option> }
    });
    {
        // A code that is not on the list shows the empty choice, or the first where there is none.
        let codes: Vec<String> = props.options.iter().map(|(code, _)| code.clone()).collect();
        let node = node.clone();
        use_effect_with((props.initial.clone(), codes), move |(initial, codes)| {
            if let Some(select) = node.cast::<HtmlSelectElement>() {
                match codes.iter().any(|code| *code == **initial) {
                    true => select.set_value(initial),
                    false => select.set_selected_index(0),
                }
            }
        });
    }
    html! {
        <select ref={node} id={props.id.clone()} {onchange} {onblur} aria-describedby={props.described.clone()}
            aria-invalid={props.invalid.to_string()} data-test={props.test.clone()}>
            if let Some(empty) = &props.empty {
                <option value="">{ empty.clone() }</option>
            }
            { for rows }
        </select>
    }
}

#[derive(Properties, PartialEq)]
pub struct TickProps {
    pub id: AttrValue,
    #[prop_or_default]
    pub initial: bool,
    pub text: AttrValue,
    #[prop_or_default]
    pub hint: AttrValue,
    #[prop_or_default]
    pub test: AttrValue,
    /// Id of what is wrong, where something is.
    #[prop_or_default]
    pub wrong: Option<AttrValue>,
    pub on_tick: Callback<bool>,
}

/// A tick box with its words.
#[component]
pub fn Tick(props: &TickProps) -> Html {
    let node = use_node_ref();
    {
        let node = node.clone();
        use_effect_with(props.initial, move |initial| {
            if let Some(input) = node.cast::<HtmlInputElement>() {
                input.set_checked(*initial);
            }
        });
    }
    let onchange = props.on_tick.reform(|event: Event| ticked(&event));
    html! {
        <label class="tick" for={props.id.clone()}>
            <input ref={node} type="checkbox" id={props.id.clone()} {onchange} data-test={props.test.clone()}
                aria-invalid={props.wrong.as_ref().map(|_| "true")} aria-describedby={props.wrong.clone()} />
            <span>
                { props.text.clone() }
                if !props.hint.is_empty() { <small>{ props.hint.clone() }</small> }
            </span>
        </label>
    }
}
