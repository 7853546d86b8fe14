//! The address by the place's own villagers' groups: one is chosen, the house number is typed behind it. Free text stays
//! possible.

use std::rc::Rc;

use daiban_shared::text::FilingUi;
use yew::prelude::*;

use crate::app::route::Route;
use crate::app::session::use_lang;
use crate::ui::input::Select;
use crate::ui::link::Go;

/// The field whose text begins with a group.
pub const ADDRESS: &str = "applicant.address";
/// Where the draft notes the chosen group; it is no field of the form and is not sent.
pub const GROUP: &str = "local.group";

#[derive(Properties, PartialEq)]
pub struct GroupPickProps {
    /// The place's groups.
    pub groups: Rc<Vec<String>>,
    /// The group of last time.
    pub last: AttrValue,
    /// Stands in the address now.
    pub text: AttrValue,
    pub on_pick: Callback<String>,
}

/// The choice above the address.
#[component]
pub fn GroupPick(props: &GroupPickProps) -> Html {
    let lang = use_lang();
    let chosen = group_in(&props.text, &props.groups).unwrap_or_default();
    let options: Vec<(String, String)> =
        offered(&props.groups, &props.last).into_iter().map(|group| (group.clone(), group)).collect();
    html! {
        <div class="group-pick">
            <label class="hidden" for="address-group">{ FilingUi::GroupLabel.text(lang) }</label>
            <Select id="address-group" initial={chosen} {options} empty={FilingUi::GroupNone.text(lang)} test="address-group"
                on_text={props.on_pick.clone()} />
            <Go to={Route::Groups} test="edit-groups">{ FilingUi::GroupEdit.text(lang) }</Go>
        </div>
    }
}

/// The groups as they are offered: the one of last time first, the others in the place's order.
pub fn offered(groups: &[String], last: &str) -> Vec<String> {
    let first = groups.iter().filter(|group| group.as_str() == last);
    first.chain(groups.iter().filter(|group| group.as_str() != last)).cloned().collect()
}

/// The group that stands in an address; the longest, since 第一组 stands in 第一组二队 too.
pub fn group_in(text: &str, groups: &[String]) -> Option<String> {
    let found = groups.iter().filter(|group| text.contains(group.as_str()));
    found.max_by_key(|group| group.chars().count()).cloned()
}

/// The village as it is written in an address: 长教村 of 长教村委会.
pub fn village_name(site: &str) -> String {
    let name = site.strip_suffix("村民委员会").or_else(|| site.strip_suffix("村委会"));
    name.map_or_else(|| site.to_owned(), |name| format!("{name}村"))
}

/// An address with this group: it takes the place of another, or stands behind the village's name. `place` = town and
/// village.
pub fn with_group(text: &str, place: (&str, &str), groups: &[String], chosen: &str) -> String {
    let (town, village) = place;
    match group_in(text, groups) {
        Some(before) => text.replacen(&before, chosen, 1),
        None if chosen.is_empty() => text.to_owned(),
        None => match text.split_once(village) {
            Some((start, rest)) if !village.is_empty() => format!("{start}{village}{chosen}{rest}"),
            Some(_) | None => format!("{town}{village}{chosen}{}", text.trim()),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn groups() -> Vec<String> {
        ["第一组", "第一组二队", "围龙屋组"].map(String::from).to_vec()
    }

    #[test]
    fn a_group_is_put_into_an_address_and_what_was_typed_stays() {
        let with = |text: &str, chosen: &str| with_group(text, ("雁洋镇", "长教村"), &groups(), chosen);
        assert_eq!(with("", "第一组"), "雁洋镇长教村第一组");
        assert_eq!(with("12号", "第一组"), "雁洋镇长教村第一组12号");
        assert_eq!(with("雁洋镇长教村12号", "围龙屋组"), "雁洋镇长教村围龙屋组12号");
        assert_eq!(with("长教村第一组12号", "围龙屋组"), "长教村围龙屋组12号");
        assert_eq!(with("长教村第一组二队12号", "第一组"), "长教村第一组12号");
        assert_eq!(with("长教村第一组12号", ""), "长教村12号");
        assert_eq!(with("外地地址", ""), "外地地址");
    }

    #[test]
    fn a_village_is_written_without_its_committee() {
        assert_eq!(village_name("长教村委会"), "长教村");
        assert_eq!(village_name("长教村民委员会"), "长教村");
        assert_eq!(village_name("宪梓居委会"), "宪梓居委会");
    }

    #[test]
    fn the_group_of_last_time_is_offered_first_and_once() {
        assert_eq!(offered(&groups(), "围龙屋组"), ["围龙屋组", "第一组", "第一组二队"]);
        assert_eq!(offered(&groups(), "没有的组"), groups());
    }
}
