//! The clock against two calendars that others keep: PyPI `chinesecalendar` and npm `chinese-days`, each reckoning by its
//! own code from its own data. Both are installed here, in the exact versions of `tests/calendars`.

use daiban_shared::day::Day;
use daiban_shared::deadline::due_day;
use daiban_shared::import;
use daiban_shared::item::{Span, Unit};
use daiban_shared::kind::Calendar;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

const PUBLISHED: &str = include_str!("../../node/data/workdays_2004_2026.csv");
const FIRST: &str = "2004-01-01";
const LAST: &str = "2026-12-31";
/// Working days that are counted from each day.
const DAYS: u16 = 60;

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("calendars")
}

/// A folder of the build, kept, so that only the first run installs.
fn installed(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("calendars").join(name);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

/// Standard output of a program that must succeed; `what` says what to do when it does not.
fn output(command: &mut Command, what: &str) -> String {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| panic!("{what}: {program} does not start: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what}: {program} failed ({}): {said}", output.status);
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The days of the published calendar on which a count ends, as `due_day` has them.
fn ours() -> BTreeMap<Day, Vec<Day>> {
    let years = import::calendar(PUBLISHED).expect("the file is right");
    let years: BTreeMap<u16, Calendar> = years.into_iter().map(|year| (year.year, year)).collect();
    let [first, last] = [FIRST, LAST].map(|day| Day::parse(day).expect("a day"));
    let of = |start: Day| {
        let counted = (1..=DAYS).map(|days| {
            let span = Span { quarters: days * 4, unit: Unit::Workday };
            due_day(start, span, &[], &years)
        });
        counted.take_while(|due| due.day <= last && !due.provisional).map(|due| due.day).collect()
    };
    let days: Vec<Day> = (first.0..=last.0).map(Day).collect();
    // Both cores: the walk goes day by day, and there are half a million of them.
    let (early, late) = days.split_at(days.len() / 2);
    std::thread::scope(|scope| {
        let early = scope.spawn(|| early.iter().map(|day| (*day, of(*day))).collect::<BTreeMap<_, _>>());
        let mut all: BTreeMap<Day, Vec<Day>> = late.iter().map(|day| (*day, of(*day))).collect();
        all.extend(early.join().expect("it counts"));
        all
    })
}

fn theirs(text: &str) -> BTreeMap<Day, Vec<Day>> {
    let mut all = BTreeMap::new();
    for line in text.lines() {
        let mut days = line.split(',').map(|day| Day::parse(day).unwrap_or_else(|| panic!("no day: {line}")));
        all.insert(days.next().expect("a start day"), days.collect());
    }
    all
}

fn compare(name: &str, theirs: &BTreeMap<Day, Vec<Day>>, ours: &BTreeMap<Day, Vec<Day>>) {
    assert_eq!(theirs.len(), 8_401, "{name} answers for every day");
    let counted: usize = theirs.values().map(Vec::len).sum();
    // Every start day but those of the last months has all its sixty days.
    assert!(counted > 8_300 * usize::from(DAYS), "{name}: {counted} due days");
    for (start, due) in theirs {
        assert_eq!(ours.get(start), Some(due), "{name}, from {start}");
    }
}

fn by_chinesecalendar() -> String {
    let what = "the test installs chinesecalendar with pip; it needs python3 with venv, and the package index or a mirror (apt-get install python3-venv)";
    let folder = installed("python");
    let python = folder.join("bin/python3");
    let wanted = std::fs::read_to_string(sources().join("requirements.txt")).expect("the versions");
    let has = |python: &Path| {
        let frozen = Command::new(python).args(["-m", "pip", "freeze"]).output();
        frozen.is_ok_and(|frozen| String::from_utf8_lossy(&frozen.stdout).contains(wanted.trim()))
    };
    if !has(&python) {
        output(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&folder), what);
        let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"];
        output(Command::new(&python).args(install).arg(sources().join("requirements.txt")), what);
    }
    output(Command::new(&python).arg(sources().join("due.py")).args([FIRST, LAST, &DAYS.to_string()]), what)
}

fn by_chinese_days() -> String {
    let what = "the test installs chinese-days with npm; it needs Node and npm, and the package registry or a mirror (apt-get install nodejs npm)";
    let folder = installed("node");
    for name in ["package.json", "package-lock.json", "due.mjs"] {
        std::fs::copy(sources().join(name), folder.join(name)).expect("the folder can be written");
    }
    let npm = ["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--silent"];
    output(Command::new("npm").current_dir(&folder).args(npm), what);
    output(Command::new("node").current_dir(&folder).args(["due.mjs", FIRST, LAST, &DAYS.to_string()]), what)
}

/// Every start day of 2004 to 2026 for 1 to 60 working days, as far as the due day lies within the published years.
#[test]
fn two_calendars_that_others_keep_end_every_count_on_the_same_day() {
    let (python, node) = (theirs(&by_chinesecalendar()), theirs(&by_chinese_days()));
    let ours = ours();
    compare("chinesecalendar", &python, &ours);
    compare("chinese-days", &node, &ours);
}
