//! Icons from Lucide (see `web/icons/LICENSE`): a shape beside the word, never instead of it, unless a label says the word.
//!
//! The build puts all of them once into the page (`cargo xtask web`); an icon is a reference to its symbol there.

use yew::prelude::*;

macro_rules! icons {
    ($($variant:ident $name:literal)*) => {
        /// Every icon of the pages, by its name at Lucide.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon { $(#[doc = $name] $variant,)* }

        impl Icon {
            /// All of them.
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The file's name without its ending.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

icons! {
    ALargeSmall "a-large-small"
    Archive "archive"
    ArrowDown "arrow-down"
    ArrowLeft "arrow-left"
    ArrowRight "arrow-right"
    ArrowUp "arrow-up"
    ArrowUpDown "arrow-up-down"
    Bell "bell"
    BookOpen "book-open"
    CalendarDays "calendar-days"
    ChartLine "chart-line"
    Check "check"
    CheckCheck "check-check"
    ChevronDown "chevron-down"
    CircleCheck "circle-check"
    CircleDashed "circle-dashed"
    CircleDot "circle-dot"
    CircleQuestionMark "circle-question-mark"
    Clock "clock"
    CloudOff "cloud-off"
    Download "download"
    ExternalLink "external-link"
    FileText "file-text"
    FolderOpen "folder-open"
    GitCompareArrows "git-compare-arrows"
    GraduationCap "graduation-cap"
    History "history"
    House "house"
    Inbox "inbox"
    Languages "languages"
    LayoutGrid "layout-grid"
    List "list"
    LoaderCircle "loader-circle"
    Lock "lock"
    LogOut "log-out"
    MapPin "map-pin"
    OctagonAlert "octagon-alert"
    OctagonX "octagon-x"
    Pencil "pencil"
    Plus "plus"
    Printer "printer"
    RefreshCw "refresh-cw"
    Search "search"
    Send "send"
    Star "star"
    Table "table"
    Trash2 "trash-2"
    TriangleAlert "triangle-alert"
    Upload "upload"
    User "user"
    X "x"
}

/// The icon as a picture beside its word; screen readers pass over it.
pub fn icon(icon: Icon) -> Html {
    html! {
        <svg class="icon" aria-hidden="true" focusable="false"><use href={format!("#icon-{}", icon.name())} /></svg>
    }
}

/// The icon while something is under way; it stands still for people who want less movement.
pub fn turning(icon: Icon) -> Html {
    html! {
        <svg class="icon turns" aria-hidden="true" focusable="false"><use href={format!("#icon-{}", icon.name())} /></svg>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_icon_is_a_file_and_every_file_an_icon() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/icons");
        let files = std::fs::read_dir(folder).expect("the folder of the icons");
        let files = files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned());
        let files: BTreeSet<String> = files.filter_map(|name| name.strip_suffix(".svg").map(str::to_owned)).collect();
        let named: BTreeSet<String> = Icon::ALL.iter().map(|icon| icon.name().to_owned()).collect();
        assert_eq!(files, named);
    }
}
