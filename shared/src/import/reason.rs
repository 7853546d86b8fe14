//! Why a row of a file cannot be taken, or is worth a second look, in both languages.

use crate::text::{Lang, fill};

/// One wrong place of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// Line of a table, the first line is 1; number of the item in a catalogue, from 1.
    pub row: usize,
    /// Name of the column or field; empty if the whole row is meant.
    pub column: String,
    /// What is wrong.
    pub reason: Reason,
}

/// What is wrong with a row, or, where it says so, only worth a second look: the file is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The bytes are no UTF-8; often GBK from a spreadsheet.
    NotUtf8,
    /// The file is no JSON or no table; at which character of the line it ends to be one, 0 = unknown.
    Syntax(usize),
    /// A list of items is expected, and this is something else: often a table.
    NotJson,
    /// A value of another type than this.
    Shape(Wanted),
    /// The file has no rows.
    NoRows,
    /// The table has no such column.
    NoColumn,
    /// More cells than the first line has columns: often a comma in a name without quotes.
    TooManyCells,
    /// Nothing written.
    Empty,
    /// Written in a way that this column does not take.
    NotAllowed(String),
    /// A spreadsheet wrote a long code as `4.41403E+11`, and its last digits are lost.
    Scientific,
    /// A field that items do not have: often a typing error in an optional one.
    Unknown,
    /// Too many characters or bytes.
    TooLong(usize),
    /// A character that cannot be seen.
    Invisible,
    /// The same key stands in an earlier row.
    Duplicate(usize),
    /// The place above is not in the file, or is not one tier higher.
    Parent,
    /// Not exactly one district.
    OneDistrict,
    /// The promise is longer than the legal limit (domain §1.5).
    PromiseOverLegal,
    /// Two columns contradict each other.
    Contradiction(String),
    /// Some days of the year are missing.
    YearIncomplete(usize),
    /// The department is not in the list.
    NoDepartment(u16),
    /// Warning: the steps that count are together longer than the promise.
    StagesOverPromise,
    /// Warning: words that tell the resident nothing ("其他材料").
    Vague(String),
    /// Warning: a fee without a law that allows it (行政许可法 §58).
    FeeWithoutBasis,
    /// Warning: the same name elsewhere; screens show the town beside it.
    SameName(usize),
    /// Warning: a year without holidays: probably not the published one.
    NoHolidays,
}

/// What a field takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// `"..."`
    Text,
    /// A number without a point, not below zero.
    Whole,
    /// `true` or `false`.
    YesNo,
    /// `[...]`
    List,
    /// `{...}`
    Fields,
    /// What the guide to the format says.
    Other,
}

crate::texts! {
    /// What a field takes, in words.
    WantedText {
        Text => "带引号的文字", "text in quotes";
        Whole => "不带引号的整数（不小于 0，且不过大）", "a whole number without quotes, not below 0 and not too large";
        YesNo => "true 或 false（不带引号，表示是或否）", "true or false, without quotes";
        List => "方括号 [ ] 中的列表", "a list in [ ]";
        Fields => "花括号 { } 中的一组字段", "fields in { }";
        Other => "另一种内容，请参照已发布的事项", "something else: look at an item that is published";
    }
}

crate::texts! {
    /// What an import says about a row.
    ReasonText {
        NotUtf8 => "不是 UTF-8 编码：请在表格软件中另存为“CSV UTF-8”", "This is not UTF-8: save the file as \"CSV UTF-8\" in the spreadsheet";
        Syntax => "文件格式有误{what}：多为缺少逗号、引号或括号，或多了一个逗号", "The file cannot be read{what}: often a comma, a quote or a bracket is missing, or there is a comma too many";
        NotJson => "这不是事项目录文件：应是以“[”开头的 JSON 列表，表格（CSV）不能直接导入", "This is no catalogue: a JSON list is needed, which begins with \"[\"; a table (CSV) cannot be imported as it is";
        Shape => "类型不对：这里应为{what}", "Of the wrong type: here stands {what}";
        NoRows => "文件中没有数据行", "The file has no rows";
        NoColumn => "缺少这一列：请补在第一行", "The table lacks this column: add it to the first line";
        TooManyCells => "单元格比第一行多：名称中有逗号的请加引号", "More cells than the first line has: put quotes around names with commas";
        Empty => "不能为空", "This must not be empty";
        NotAllowed => "写法不对：应为{what}", "Not written as needed: {what}";
        Scientific => "表格软件把编码变成了科学计数法：请把这一列设为“文本”后重新填写", "The spreadsheet turned the code into a rounded number: set the column to \"text\" and type it again";
        Unknown => "没有这个字段：请核对拼写", "There is no such field: check the spelling";
        TooLong => "太长：最多 {what}", "Too long: at most {what}";
        Invisible => "含有看不见的字符，请删除", "It contains an invisible character; delete it";
        Duplicate => "与第 {what} 行重复", "The same as in row {what}";
        Parent => "上级不在文件中，或不是高一级的地点", "The place above is not in the file or is not one tier higher";
        OneDistrict => "文件中应有且只有一个区县", "The file must have exactly one district";
        PromiseOverLegal => "承诺时限长于法定时限：请缩短承诺时限", "The promise is longer than the legal limit: shorten the promise";
        Contradiction => "与其他列不一致：{what}", "It contradicts another column: {what}";
        YearIncomplete => "这一年缺 {what} 天：请补齐全年", "This year lacks {what} days: complete it";
        NoDepartment => "部门表中没有编号 {what}", "The list of departments has no number {what}";
        StagesOverPromise => "各环节合计长于承诺时限", "The steps together are longer than the promise";
        Vague => "含糊的说法“{what}”：请写明", "The words \"{what}\" are vague: say what is meant";
        FeeWithoutBasis => "收费没有已核实的依据", "A fee without a verified legal basis";
        SameName => "与第 {what} 行同名：页面会同时显示所属镇街", "The same name as in row {what}: screens show the town beside it";
        NoHolidays => "全年没有节假日：可能不是正式公布的日历", "The year has no holidays: probably not the published calendar";
    }
}

impl RowError {
    /// One wrong place.
    pub fn new(row: usize, column: &str, reason: Reason) -> Self {
        Self { row, column: column.to_owned(), reason }
    }

    /// `第 12 行 codes：...`, `Row 12, codes: ...`
    pub fn words(&self, lang: Lang) -> String {
        let column =
            if self.column.is_empty() { String::new() } else { format!("{}{}", lang.pick(" ", ", "), self.column) };
        let (row, reason) = (self.row, self.reason.words(lang));
        match lang {
            Lang::Zh => format!("第 {row} 行{column}：{reason}"),
            Lang::En => format!("Row {row}{column}: {reason}"),
        }
    }
}

impl Wanted {
    fn words(self, lang: Lang) -> &'static str {
        let text = match self {
            Self::Text => WantedText::Text,
            Self::Whole => WantedText::Whole,
            Self::YesNo => WantedText::YesNo,
            Self::List => WantedText::List,
            Self::Fields => WantedText::Fields,
            Self::Other => WantedText::Other,
        };
        text.text(lang)
    }
}

impl Reason {
    /// What is wrong and what to do.
    pub fn words(&self, lang: Lang) -> String {
        let (key, what) = match self {
            Self::NotUtf8 => (ReasonText::NotUtf8, String::new()),
            Self::Syntax(0) => (ReasonText::Syntax, String::new()),
            Self::Syntax(at) => (
                ReasonText::Syntax,
                fill(lang.pick("（第 {n} 个字符附近）", " near character {n}"), &[("n", &at.to_string())]),
            ),
            Self::NotJson => (ReasonText::NotJson, String::new()),
            Self::Shape(wanted) => (ReasonText::Shape, wanted.words(lang).to_owned()),
            Self::NoRows => (ReasonText::NoRows, String::new()),
            Self::NoColumn => (ReasonText::NoColumn, String::new()),
            Self::TooManyCells => (ReasonText::TooManyCells, String::new()),
            Self::Empty => (ReasonText::Empty, String::new()),
            Self::NotAllowed(what) => (ReasonText::NotAllowed, what.clone()),
            Self::Scientific => (ReasonText::Scientific, String::new()),
            Self::Unknown => (ReasonText::Unknown, String::new()),
            Self::TooLong(max) => (ReasonText::TooLong, max.to_string()),
            Self::Invisible => (ReasonText::Invisible, String::new()),
            Self::Duplicate(row) => (ReasonText::Duplicate, row.to_string()),
            Self::Parent => (ReasonText::Parent, String::new()),
            Self::OneDistrict => (ReasonText::OneDistrict, String::new()),
            Self::PromiseOverLegal => (ReasonText::PromiseOverLegal, String::new()),
            Self::Contradiction(what) => (ReasonText::Contradiction, what.clone()),
            Self::YearIncomplete(days) => (ReasonText::YearIncomplete, days.to_string()),
            Self::NoDepartment(id) => (ReasonText::NoDepartment, id.to_string()),
            Self::StagesOverPromise => (ReasonText::StagesOverPromise, String::new()),
            Self::Vague(what) => (ReasonText::Vague, what.clone()),
            Self::FeeWithoutBasis => (ReasonText::FeeWithoutBasis, String::new()),
            Self::SameName(row) => (ReasonText::SameName, row.to_string()),
            Self::NoHolidays => (ReasonText::NoHolidays, String::new()),
        };
        fill(key.text(lang), &[("what", &what)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_row_column_and_what_to_do() {
        let error = RowError::new(12, "codes", Reason::Duplicate(3));
        assert_eq!(error.words(Lang::Zh), "第 12 行 codes：与第 3 行重复");
        assert_eq!(error.words(Lang::En), "Row 12, codes: The same as in row 3");
        assert_eq!(RowError::new(2, "", Reason::NotUtf8).words(Lang::Zh).split('：').next(), Some("第 2 行"));
    }
}
