//! The seven places of the sample network, by their numbers in the built-in table.

use daiban_shared::site::Tier;

/// A place that has a machine of its own in the sample network.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// 梅县区
    District,
    /// 雁洋镇
    Yanyang,
    /// 松口镇
    Songkou,
    /// 雁洋镇长教村
    Changjiao,
    /// 雁洋镇阴那村
    Yinna,
    /// 松口镇大黄村
    Dahuang,
    /// 松口镇铜琶村
    Tongpa,
}

impl Place {
    /// Parents first, so that every machine finds the one above it ready.
    pub const ALL: [Self; 7] =
        [Self::District, Self::Yanyang, Self::Songkou, Self::Changjiao, Self::Yinna, Self::Dahuang, Self::Tongpa];

    /// Number in case numbers and in the built-in table.
    pub fn number(self) -> u16 {
        match self {
            Self::District => 0,
            Self::Songkou => 2,
            Self::Yanyang => 12,
            Self::Tongpa => 126,
            Self::Dahuang => 132,
            Self::Changjiao => 353,
            Self::Yinna => 354,
        }
    }

    /// The place above.
    pub fn parent(self) -> Option<Self> {
        match self {
            Self::District => None,
            Self::Yanyang | Self::Songkou => Some(Self::District),
            Self::Changjiao | Self::Yinna => Some(Self::Yanyang),
            Self::Dahuang | Self::Tongpa => Some(Self::Songkou),
        }
    }

    /// Level.
    pub fn tier(self) -> Tier {
        match self {
            Self::District => Tier::District,
            Self::Yanyang | Self::Songkou => Tier::Town,
            Self::Changjiao | Self::Yinna | Self::Dahuang | Self::Tongpa => Tier::Village,
        }
    }

    /// An invented phone: no local number begins with 0, so it is nobody's.
    pub fn phone(self) -> String {
        format!("0753-0000{:03}", self.number())
    }

    /// Name of the machine's folder.
    pub fn folder(self) -> &'static str {
        match self {
            Self::District => "1-meixian",
            Self::Yanyang => "2-yanyang",
            Self::Songkou => "3-songkou",
            Self::Changjiao => "4-changjiao",
            Self::Yinna => "5-yinna",
            Self::Dahuang => "6-dahuang",
            Self::Tongpa => "7-tongpa",
        }
    }

    /// Where its sample applicants live, up to the villagers' group.
    pub fn address(self) -> &'static str {
        match self {
            Self::District => "梅州市梅县区新城街道",
            Self::Yanyang => "梅州市梅县区雁洋镇",
            Self::Songkou => "梅州市梅县区松口镇",
            Self::Changjiao => "梅州市梅县区雁洋镇长教村",
            Self::Yinna => "梅州市梅县区雁洋镇阴那村",
            Self::Dahuang => "梅州市梅县区松口镇大黄村",
            Self::Tongpa => "梅州市梅县区松口镇铜琶村",
        }
    }
}
