//! Frequently asked questions: a known heading, and the headings below it that ask.

use crate::diagnostic::{Code, Diagnostic};
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Document, Faq, Heading, Language, Question, plain_text};
use crate::source::Span;

use super::{Setting, folding::words};

/// Binds each FAQ of the document's own flow. A section without a question stays as it is.
pub fn run(document: &mut Document, setting: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let labels = [setting.terms.of(&document.metadata.language), setting.terms.of(&Language::english())];
    let mut rest = std::mem::take(&mut document.blocks);
    let mut done = Vec::with_capacity(rest.len());
    while let Some(start) = rest.iter().position(|block| opens_faq(block, &labels)) {
        let mut section = rest.split_off(start);
        done.append(&mut rest);
        rest = section.split_off(1);
        let Some(Block { kind: BlockKind::Heading(heading), span }) = section.pop() else { continue };
        let length = rest.iter().position(|block| closes(block, heading.level)).unwrap_or(rest.len());
        let after = rest.split_off(length);
        match question_level(&rest) {
            Some(level) => {
                let mut body = questions(rest, level, diagnostics);
                // What follows the last question below a rule belongs to no question, and so not to the FAQ.
                let last = body.iter().rposition(|block| matches!(block.kind, BlockKind::Question(_)));
                let rule = last.and_then(|last| body.get(last + 1)).filter(|block| is_rule(block)).and(last);
                let mut behind = rule.map(|last| body.split_off(last + 1)).unwrap_or_default();
                let span = around(span, &body);
                done.push(Block { kind: BlockKind::Faq(Faq { heading, body }), span });
                behind.extend(after);
                rest = behind;
            }
            None => {
                done.push(Block { kind: BlockKind::Heading(heading), span });
                rest.extend(after);
            }
        }
    }
    done.append(&mut rest);
    document.blocks = done;
}

/// Whether a block is a heading that announces a FAQ: a known phrase, alone or at either end (“Semax FAQ”).
fn opens_faq(block: &Block, labels: &[&Labels]) -> bool {
    let BlockKind::Heading(heading) = &block.kind else { return false };
    let text = plain_text(&heading.content);
    let said = words(&text);
    labels.iter().any(|labels| {
        labels.is_faq_heading(&text)
            || labels.faq_headings.iter().map(|phrase| words(phrase)).any(|phrase| {
                let at_start =
                    said.strip_prefix(&phrase).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
                let at_end = said.strip_suffix(&phrase).is_some_and(|rest| rest.ends_with(' '));
                !phrase.is_empty() && (at_start || at_end)
            })
    })
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

fn asks(heading: &Heading) -> bool {
    let text = plain_text(&heading.content);
    let end =
        text.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '»' | '’' | '\'' | ')'));
    // The Greek question mark looks like a semicolon; the Latin one may stand doubled with a full stop of its script.
    end.ends_with(['?', '？', '؟', '⁇', '⁈', '\u{37E}'])
}

fn is_rule(block: &Block) -> bool {
    matches!(block.kind, BlockKind::ThematicBreak)
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
    body.push(Block { kind: BlockKind::Question(question), span });
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
