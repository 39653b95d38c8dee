//! Frequently asked questions: a known heading, and the headings below it that ask.

use crate::diagnostic::{Code, Diagnostic};
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Document, Faq, Heading, Language, Question, plain_text};
use crate::source::Span;

use super::{Setting, folding::words};

/// Binds each FAQ of the document's own flow. A section without a question stays as it is.
pub fn run(document: &mut Document, setting: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let own = setting.terms.of(&document.metadata.language);
    let known = Known::of([own, setting.terms.of(&Language::english())]);
    let mut blocks = std::mem::take(&mut document.blocks).into_iter().peekable();
    while let Some(block) = blocks.next() {
        let heading = match block.kind {
            BlockKind::Heading(heading) if known.announce(&heading) => heading,
            kind => {
                document.blocks.push(Block { kind, ..block });
                continue;
            }
        };
        let section = std::iter::from_fn(|| blocks.next_if(|block| !closes(block, heading.level))).collect();
        document.blocks.extend(bind(heading, block.span, section, diagnostics));
    }
}

/// A FAQ and what stands behind it; heading and section as they were when nothing asks.
fn bind(heading: Heading, span: Span, section: Vec<Block>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block> {
    let Some(level) = question_level(&section) else {
        let heading = Block { kind: BlockKind::Heading(heading), span };
        return std::iter::once(heading).chain(section).collect();
    };
    let mut body = questions(section, level, diagnostics);
    // What follows the last question below a rule belongs to no question, and so not to the FAQ.
    let last = body.iter().rposition(|block| matches!(block.kind, BlockKind::Question(_)));
    let end = last.map_or(body.len(), |last| last + 1);
    let behind = match body.get(end) {
        Some(Block { kind: BlockKind::ThematicBreak, .. }) => body.split_off(end),
        _ => Vec::new(),
    };
    let span = around(span, &body);
    let faq = Block { kind: BlockKind::Faq(Box::new(Faq { heading, body })), span };
    std::iter::once(faq).chain(behind).collect()
}

/// The phrases that announce a FAQ, in the article's language and in English.
struct Known(Vec<String>);

impl Known {
    fn of(labels: [&Labels; 2]) -> Self {
        let phrases = labels.iter().flat_map(|labels| &labels.faq_headings).map(|phrase| words(phrase));
        Self(phrases.filter(|phrase| !phrase.is_empty()).collect())
    }

    /// Whether a heading is a known phrase, or has one at either end (“Semax FAQ”).
    fn announce(&self, heading: &Heading) -> bool {
        let said = words(&plain_text(&heading.content));
        self.0.iter().any(|phrase| {
            let at_start =
                said.strip_prefix(phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
            at_start || said.strip_suffix(phrase).is_some_and(|rest| rest.ends_with(' '))
        })
    }
}

fn closes(block: &Block, level: u8) -> bool {
    match &block.kind {
        BlockKind::Heading(heading) => heading.level <= level,
        BlockKind::Disclaimer(_) => true,
        _ => false,
    }
}

/// The highest level at which headings of the section ask.
fn question_level(section: &[Block]) -> Option<u8> {
    section
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading(heading) if asks(heading) => Some(heading.level),
            _ => None,
        })
        .min()
}

/// Marks that may close after a question mark; in German the closing one is the English opening one.
const CLOSING: [char; 13] = ['"', '“', '”', '«', '»', '‹', '›', '‘', '’', '\'', ')', '」', '』'];

fn asks(heading: &Heading) -> bool {
    let text = plain_text(&heading.content);
    let end = text.trim_end_matches(|c: char| c.is_whitespace() || CLOSING.contains(&c));
    // The last is the Greek question mark, which looks like a semicolon.
    end.ends_with(['?', '？', '؟', '⁇', '⁈', '\u{37E}'])
}

/// Gives each question the blocks up to the next heading of its level or above, or up to a rule.
fn questions(section: Vec<Block>, level: u8, diagnostics: &mut Vec<Diagnostic>) -> Vec<Block> {
    let mut body: Vec<Block> = Vec::new();
    let mut open: Option<(Question, Span)> = None;
    for block in section {
        let Block { kind, span } = block;
        match kind {
            BlockKind::Heading(heading) if heading.level == level && asks(&heading) => {
                close(open.take(), &mut body, diagnostics);
                open = Some((Question { heading, answer: Vec::new() }, span));
            }
            BlockKind::Heading(heading) if heading.level <= level => {
                close(open.take(), &mut body, diagnostics);
                body.push(Block { kind: BlockKind::Heading(heading), span });
            }
            BlockKind::ThematicBreak => {
                close(open.take(), &mut body, diagnostics);
                body.push(Block { kind: BlockKind::ThematicBreak, span });
            }
            kind => match &mut open {
                Some((question, _)) => question.answer.push(Block { kind, span }),
                None => body.push(Block { kind, span }),
            },
        }
    }
    close(open, &mut body, diagnostics);
    body
}

fn close(open: Option<(Question, Span)>, body: &mut Vec<Block>, diagnostics: &mut Vec<Diagnostic>) {
    let Some((question, span)) = open else { return };
    if question.answer.is_empty() {
        let asked = plain_text(&question.heading.content);
        diagnostics.push(
            Diagnostic::new(Code::EmptyAnswer, format!("“{asked}” has no answer"))
                .at(question.heading.span)
                .help("write the answer below the question, or remove the question"),
        );
    }
    let span = around(span, &question.answer);
    body.push(Block { kind: BlockKind::Question(Box::new(question)), span });
}

/// The span from a heading to the end of what it heads.
fn around(heading: Span, blocks: &[Block]) -> Span {
    Span { end: blocks.last().map_or(heading.end, |block| block.span.end.max(heading.end)), ..heading }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn shape(blocks: &[Block]) -> String {
        let one = |block: &Block| match &block.kind {
            BlockKind::Heading(heading) => format!("h{}", heading.level),
            BlockKind::Faq(faq) => format!("faq({})", shape(&faq.body)),
            BlockKind::Question(question) => format!("q({})", shape(&question.answer)),
            BlockKind::Disclaimer(_) => "disclaimer".to_owned(),
            BlockKind::ThematicBreak => "rule".to_owned(),
            _ => "p".to_owned(),
        };
        blocks.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    fn faq(blocks: Vec<Block>) -> (String, Vec<Diagnostic>) {
        let (document, findings) = identify_with(document(blocks), run);
        (shape(&document.blocks), findings)
    }

    fn rule() -> Block {
        block(BlockKind::ThematicBreak)
    }

    #[test]
    fn questions_are_bound_until_the_section_ends() {
        let (shape, findings) = faq(vec![
            paragraph("a"),
            heading(2, "Frequently Asked Questions (FAQ)"),
            paragraph("intro"),
            heading(3, "Is it safe?"),
            paragraph("yes"),
            heading(4, "Why?"),
            paragraph("because"),
            heading(3, "About storage"),
            paragraph("cold"),
            heading(3, "May I “mix it?”"),
            heading(2, "The bottom line"),
            paragraph("z"),
        ]);
        assert_eq!(shape, "p faq(p q(p h4 p) h3 p q()) h2 p");
        assert_eq!(codes(&findings), ["empty-answer"]);
    }

    #[test]
    fn the_last_answer_does_not_swallow_what_closes_the_article() {
        let disclaimer = block(BlockKind::Disclaimer(vec![text("not advice")]));
        let (shape, _) = faq(vec![heading(2, "FAQ"), heading(3, "A?"), paragraph("a"), disclaimer]);
        assert_eq!(shape, "faq(q(p)) disclaimer");
        let blocks = vec![heading(2, "FAQ"), heading(3, "A?"), paragraph("a"), rule(), paragraph("Read on.")];
        assert_eq!(faq(blocks).0, "faq(q(p)) rule p");
        let blocks = vec![
            heading(2, "FAQ"),
            heading(3, "A?"),
            paragraph("a"),
            rule(),
            heading(3, "B?"),
            paragraph("b"),
        ];
        assert_eq!(faq(blocks).0, "faq(q(p) rule q(p))");
    }

    #[test]
    fn grouped_questions_are_found_below_their_groups() {
        let blocks =
            vec![heading(2, "Semax FAQ"), heading(3, "Dosing"), heading(4, "How much?"), paragraph("a")];
        assert_eq!(faq(blocks).0, "faq(h3 q(p))");
    }

    #[test]
    fn without_a_question_there_is_no_faq() {
        let blocks =
            vec![heading(2, "FAQ"), heading(3, "Storage"), paragraph("a"), heading(2, "FAQ"), paragraph("b")];
        let (document, _) = identify_with(document(blocks.clone()), run);
        assert_eq!(document.blocks, blocks);
        let blocks = vec![heading(2, "What is it?"), heading(3, "Why?"), paragraph("a")];
        assert_eq!(faq(blocks).0, "h2 h3 p");
    }

    #[test]
    fn two_faqs_and_other_scripts() {
        let blocks = vec![
            heading(2, "FAQ"),
            heading(3, "A?"),
            paragraph("a"),
            heading(2, "Common questions"),
            heading(3, "B？"),
            paragraph("b"),
        ];
        assert_eq!(faq(blocks).0, "faq(q(p)) faq(q(p))");
        let mut spanish =
            document(vec![heading(2, "Preguntas frecuentes"), heading(3, "¿Es seguro?"), paragraph("Sí.")]);
        spanish.metadata.language = Language::parse("es").unwrap();
        assert_eq!(shape(&identify_with(spanish, run).0.blocks), "faq(q(p))");
    }
}
