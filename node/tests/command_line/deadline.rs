//! `daiban deadline`: a date with its reasons, without any machine.

use super::{Folder, PROGRAM, daiban, done};
use std::process::Command;

/// What `daiban deadline` prints for people, in English or Chinese.
fn deadline_words(arguments: &[&str], language: &str) -> Vec<String> {
    let output = Command::new(PROGRAM).arg("deadline").args(arguments).env("LC_ALL", language).output();
    let text = String::from_utf8(output.expect("the program starts").stdout).expect("UTF-8");
    text.lines().map(str::to_owned).collect()
}

#[test]
fn a_deadline_is_told_with_its_reasons_and_agrees_with_every_published_example() {
    let answer = done(&["deadline", "--from", "2026-09-25T16:40", "--days", "10"]);
    assert_eq!((&answer["due"], &answer["provisional"]), (&"2026-10-15T17:30".into(), &false.into()));
    assert_eq!(answer.as_object().map(|object| object.len()), Some(3), "{answer}");
    let reasons = answer["explanation"].as_array().expect("sentences").clone();
    let words = deadline_words(&["--from", "2026-09-25T16:40", "--days", "10"], "en_US.UTF-8");
    assert_eq!(words[0], "2026-10-15T17:30");
    assert!(words[1..].iter().any(|line| line.contains("2026-10-01") && line.contains("holiday")), "{words:?}");
    assert_eq!(words.len(), reasons.len() + 1);
    let chinese = deadline_words(&["--from", "2026-09-25T16:40", "--days", "10"], "zh_CN.UTF-8");
    assert!(chinese.len() == words.len() && chinese[1..].iter().all(|line| !line.is_ascii()), "{chinese:?}");

    let examples = include_str!("../../../shared/tests/data/deadline_examples.csv");
    let mut count = 0;
    for line in examples.lines().skip(1) {
        let [start, days, due] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let answer = done(&["deadline", "--from", start, "--days", days]);
        assert_eq!(answer["due"].as_str(), Some(format!("{due}T17:30").as_str()), "{line}");
        count += 1;
    }
    assert_eq!(count, 50);
}

#[test]
fn a_deadline_takes_pauses_an_extension_a_factor_and_other_calendars() {
    let due = |more: &[&str]| {
        let answer = done(&[&["deadline", "--from", "2026-09-25"], more].concat());
        (answer["due"].as_str().expect("a moment").to_owned(), answer["provisional"] == true)
    };
    let certain = |moment: &str| (moment.to_owned(), false);
    assert_eq!(due(&["--days", "0.25"]), certain("2026-09-28T10:45"));
    assert_eq!(due(&["--days", "10", "--close", "17:00"]), certain("2026-10-15T17:00"));
    assert_eq!(due(&["--days", "1", "--unit", "month"]), certain("2026-10-26T17:30"));
    assert_eq!(due(&["--days", "10", "--extend", "10", "--factor", "0.5"]), certain("2026-10-22T17:30"));
    let (first, second) = ("2026-09-28..2026-10-09T12:00", "2026-10-08..2026-10-10");
    assert_eq!(due(&["--days", "10", "--pause", first, "--pause", second]), certain("2026-10-22T17:30"));
    assert_eq!(due(&["--days", "90"]), ("2027-02-04T17:30".to_owned(), true), "past the published years");

    let folder = Folder::new("deadline");
    let rows = |from: &str, to: &str| {
        let published = include_str!("../../data/workdays_2004_2026.csv");
        let head = published.lines().next().expect("columns");
        let year = published.lines().filter(|line| line.starts_with("2026"));
        format!("{head}\n{}\n", year.collect::<Vec<_>>().join("\n").replace(from, to))
    };
    let file = folder.path("2026.csv");
    std::fs::write(&file, rows("2026-09-28,1,1,workday", "2026-09-28,1,0,holiday")).expect("a file");
    assert_eq!(due(&["--days", "1", "--calendar", &file]), certain("2026-09-29T17:30"), "a day off by the file");
    std::fs::write(&file, rows("2026-09-28,1,1,workday", "2026-09-28,2,1,workday")).expect("a file");
    let (code, answer) = daiban(&["deadline", "--from", "2026-09-25", "--days", "1", "--calendar", &file]);
    let mut columns = answer["rows"].as_array().expect("wrong rows").iter().map(|row| row["column"].as_str());
    assert!(code == 3 && columns.any(|column| column == Some("weekday")), "{answer}");
}

#[test]
fn a_wrong_given_of_a_deadline_gets_a_sentence_that_says_what_to_give() {
    let table: [(&[&str], &str); 9] = [
        (&[], "--from: Give the day"),
        (&["--from", "25.9.2026", "--days", "10"], "2026-09-25T16:40"),
        (&["--from", "2026-09-25"], "--days: Give the length"),
        (&["--from", "2026-09-25", "--days", "-1"], "--days: "),
        (&["--from", "2026-09-25", "--days", "1", "--unit", "week"], "workday, day or month"),
        (&["--from", "2026-09-25", "--days", "1", "--pause", "2026-09-28"], "2026-09-28..2026-10-09"),
        (&["--from", "2026-09-25", "--days", "1", "--factor", "two"], "from 0.001 to 1"),
        (&["--from", "2026-09-25", "--days", "1", "--close", "late"], "17:30"),
        (&["--from", "2026-09-25", "--days", "1", "--calendar", "/nowhere/a.csv"], "CSV file"),
    ];
    for (arguments, words) in table {
        let (code, answer) = daiban(&[&["deadline"], arguments].concat());
        assert_eq!(code, 2, "{arguments:?}: {answer}");
        assert!(answer["error"].as_str().is_some_and(|error| error.contains(words)), "{arguments:?}: {answer}");
    }
}
