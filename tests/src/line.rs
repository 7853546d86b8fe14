//! What a line between a place and the one above does to messages: it cuts, loses, doubles, delays and repeats them.

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
    /// Every message arrives twice; the first answer comes back.
    Doubles,
    /// Every message arrives twice; the second answer comes back.
    DoublesAndGivesSecond,
    /// Before every message the one before it arrives once more.
    Repeats,
    /// The message is on its way for so long that it arrives before the next one, and nobody waits for its answer.
    Delays,
    /// The answer to the message before comes back in place of the right one.
    GivesOldAnswer,
}

/// A line with what is on its way and what passed last.
#[derive(Debug, Clone, Default)]
pub struct Wire {
    /// What it does from now on.
    pub line: Line,
    /// The newest message and the newest answer that passed.
    passed: (Vec<u8>, Vec<u8>),
    /// Messages that have not arrived yet.
    held: Vec<Vec<u8>>,
}

impl Wire {
    /// Carries one message; none = no answer came. The line may be another one afterwards.
    pub fn carry(&mut self, parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
        for late in std::mem::take(&mut self.held) {
            talk(parent, &late);
        }
        let answer = self.pass(parent, bytes);
        self.passed.0 = bytes.to_vec();
        answer
    }

    fn pass(&mut self, parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
        match self.line {
            Line::Up => self.talk(parent, bytes),
            Line::Cut => None,
            Line::LosesAnswers => {
                talk(parent, bytes);
                None
            }
            Line::BreaksAfter { messages: 0, bytes: kept } => {
                talk(parent, &bytes[..kept.min(bytes.len().saturating_sub(1))]);
                self.line = Line::Cut;
                None
            }
            Line::BreaksAfter { messages, bytes: kept } => {
                self.line = Line::BreaksAfter { messages: messages - 1, bytes: kept };
                self.talk(parent, bytes)
            }
            Line::LosesAnswerAfter { messages: 0 } => {
                talk(parent, bytes);
                self.line = Line::Cut;
                None
            }
            Line::LosesAnswerAfter { messages } => {
                self.line = Line::LosesAnswerAfter { messages: messages - 1 };
                self.talk(parent, bytes)
            }
            Line::Nonsense => Some(vec![0x5a; bytes.len()]),
            Line::Doubles => {
                let answer = self.talk(parent, bytes);
                talk(parent, bytes);
                answer
            }
            Line::DoublesAndGivesSecond => {
                talk(parent, bytes);
                self.talk(parent, bytes)
            }
            Line::Repeats => {
                talk(parent, &self.passed.0);
                self.talk(parent, bytes)
            }
            Line::Delays => {
                self.held.push(bytes.to_vec());
                None
            }
            Line::GivesOldAnswer => {
                let old = self.passed.1.clone();
                self.talk(parent, bytes);
                Some(old)
            }
        }
    }

    fn talk(&mut self, parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
        let answer = talk(parent, bytes)?;
        self.passed.1.clone_from(&answer);
        Some(answer)
    }
}

fn talk(parent: &Node, bytes: &[u8]) -> Option<Vec<u8>> {
    seed::answer(parent, "/sync/v1", bytes)
}
