//! Words of what stands around every page: menus, display, states.

use crate::texts;

texts! {
    /// The frame, the display, and what a page says of itself.
    FrameUi {
        Display => "显示设置", "Display";
        DisplayLead => "只影响这台电脑的这个浏览器，马上生效。", "For this browser on this machine only; it takes effect at once.";
        TextSize => "文字大小", "Text size";
        TextNormal => "标准", "Normal";
        TextLarge => "大字", "Large";
        TextHuge => "特大字", "Very large";
        Contrast => "对比度", "Contrast";
        ContrastNormal => "标准", "Normal";
        ContrastHigh => "高对比", "High";
        Motion => "动画", "Movement";
        MotionAsSystem => "跟随系统", "As the system says";
        MotionLess => "减少动画", "Less";
        Sample => "示例：朱晚霞，失业登记，还有 4 个工作日", "Sample: Zhu Wanxia, unemployment registration, 4 working days left";
        JustNow => "刚刚", "just now";
        MinutesAgo => "{n} 分钟前", "{n} min ago";
        HoursAgo => "{n} 小时前", "{n} h ago";
        DaysAgo => "{n} 天前", "{n} day(s) ago";
    }
}
