//! Words of claimed and provable times.

use crate::texts;

texts! {
    /// Words of claimed and provable times.
    EvidenceUi {
        Title => "时间佐证", "Evidence of times";
        Lead => "每一步的时间是办理的机器自己写的。上级的回执能证明它不早于哪一刻、不晚于哪一刻。", "The time of a step is what its machine says. Words of the place above prove that it was not before one moment and not after another.";
        AsOf => "截至 {time}", "As of {time}";
        Step => "步骤", "Step";
        Claimed => "申报时间", "Claimed";
        Earliest => "不早于", "Not before";
        Latest => "不晚于", "Not after";
        Open => "尚无佐证", "no evidence yet";
        Outside => "超出佐证范围", "outside its evidence";
        Wide => "佐证间隔很长", "can hardly be checked";
        Fits => "相符", "fits";
        Limits => "按两端时间计算的时限", "Limits under both bounds";
        Limit => "时限", "Limit";
        AtEarliest => "都取最早", "All as early as can be";
        AtLatest => "都取最晚", "All as late as can be";
        Late => "超期", "late";
        Differs => "按佐证的两端计算，是否超期的结论不同，请核实时间。", "The two bounds give another answer to what is late. Make sure of the times.";
    }
}
