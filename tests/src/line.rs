//! What a line between a place and the one above does to messages.

use daiban_node::Node;
use daiban_node::seed;

/// A line and its faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Line {
    /// Everything passes.
    #[default]
    Up,
    /// Nothing passes.
    Cut,
    /// The parent takes every message; its answers are lost.
    LosesAnswers,
    /// So many messages pass with their answers, then the next one is cut after so many bytes, and nothing passes any more.
    BreaksAfter {
        /// Messages that pass.
        messages: u32,
        /// Bytes of the one that is cut.
        bytes: usize,
    },
    /// So many messages pass; of the next one the answer is lost, then nothing passes.
    LosesAnswerAfter {
        /// Messages that pass.
        messages: u32,
    },
    /// The parent answers nonsense.
    Nonsense,
}

impl Line {
    /// Carries one message over the line; none = no answer came. The line may be another one afterwards.
    pub fn carry(&mut self, parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
        match *self {
            Self::Up => talk(parent, bytes),
            Self::Cut => None,
            Self::LosesAnswers => {
                talk(parent, bytes);
                None
            }
            Self::BreaksAfter { messages: 0, bytes: kept } => {
                talk(parent, &bytes[..kept.min(bytes.len().saturating_sub(1))]);
                *self = Self::Cut;
                None
            }
            Self::BreaksAfter { messages, bytes: kept } => {
                *self = Self::BreaksAfter { messages: messages - 1, bytes: kept };
                talk(parent, bytes)
            }
            Self::LosesAnswerAfter { messages: 0 } => {
                talk(parent, bytes);
                *self = Self::Cut;
                None
            }
            Self::LosesAnswerAfter { messages } => {
                *self = Self::LosesAnswerAfter { messages: messages - 1 };
                talk(parent, bytes)
            }
            Self::Nonsense => Some(vec![0x5a; bytes.len()]),
        }
    }
}

fn talk(parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
    seed::answer(parent, "/sync/v1", bytes)
}
