//! The closing disclaimer: the last paragraph, wholly emphasised, that says so in known words.

use crate::diagnostic::Diagnostic;
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Document, Inline, Language, plain_text};
use crate::source::Span;

use super::{Setting, folding::fold, runs};

/// Makes the closing paragraph (or paragraphs) the disclaimer, its emphasis taken off.
pub fn run(document: &mut Document, setting: &Setting<'_>, _: &mut Vec<Diagnostic>) {
    let labels = [setting.terms.of(&document.metadata.language), setting.terms.of(&Language::english())];
    let blocks = &mut document.blocks;
    // Rules may stand on either side of it; the disclaimer has its own.
    let end = blocks.iter().rposition(|block| !is_rule(block)).map_or(0, |last| last + 1);
    let Some(start) = closing(blocks.get(..end).unwrap_or_default(), &labels) else { return };
    blocks.truncate(end);
    let closing = blocks.split_off(start);
    // Nor does it need a heading that says what its label says.
    let named = |block: &Block| match &block.kind {
        BlockKind::Heading(heading) => is_label(&plain_text(&heading.content), &labels),
        kind => matches!(kind, BlockKind::ThematicBreak),
    };
    let body_end = blocks.iter().rposition(|block| !named(block)).map_or(0, |last| last + 1);
    blocks.truncate(body_end);
    blocks.extend(join(closing, &labels));
}

/// One disclaimer of all its paragraphs: it has one label.
fn join(closing: Vec<Block>, labels: &[&Labels]) -> Option<Block> {
    let span = Span { end: closing.last()?.span.end, ..closing.first()?.span };
    let mut said: Vec<Inline> = Vec::new();
    for block in closing {
        let BlockKind::Paragraph(mut content) = block.kind else { continue };
        take_off_emphasis(&mut content);
        drop_label(&mut content, labels);
        if !said.is_empty() {
            said.push(Inline::LineBreak);
        }
        said.append(&mut content);
    }
    Some(Block { kind: BlockKind::Disclaimer(said), span })
}

fn is_rule(block: &Block) -> bool {
    matches!(block.kind, BlockKind::ThematicBreak)
}

/// Where the disclaimer starts: at the first paragraph with a known phrase in the closing run of emphasised ones.
fn closing(blocks: &[Block], labels: &[&Labels]) -> Option<usize> {
    let run = blocks.iter().rposition(|block| !candidate(block, labels)).map_or(0, |before| before + 1);
    (run..blocks.len()).find(|at| blocks.get(*at).is_some_and(|block| speaks(block, labels)))
}

fn candidate(block: &Block, labels: &[&Labels]) -> bool {
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    wholly_emphasised(content) || (opens_with_label(content, labels) && speaks(block, labels))
}

fn speaks(block: &Block, labels: &[&Labels]) -> bool {
    let BlockKind::Paragraph(content) = &block.kind else { return false };
    let said = plain_text(content);
    labels.iter().any(|labels| labels.is_disclaimer(&said))
}

/// Whether all that a run shows is emphasised.
fn wholly_emphasised(run: &[Inline]) -> bool {
    !runs::all_blank(run)
        && run.iter().all(|inline| match inline {
            Inline::Emphasis(_) | Inline::Strong(_) | Inline::FootnoteCall(_) => true,
            Inline::Link(link) => wholly_emphasised(&link.content),
            other => runs::is_blank(other),
        })
}

/// `**Disclaimer:** This article …`
fn opens_with_label(run: &[Inline], labels: &[&Labels]) -> bool {
    let Some(Inline::Strong(first)) = run.first() else { return false };
    is_label(&plain_text(first), labels)
}

/// Whether a text is the tool's own word for a disclaimer.
fn is_label(text: &str, labels: &[&Labels]) -> bool {
    let written = fold(text);
    let word = written.trim_end_matches([':', '：', ' ', '.']);
    labels.iter().any(|labels| fold(&labels.disclaimer) == word)
}

/// Lifts the outer emphasis off a run; emphasis within it stays.
fn take_off_emphasis(run: &mut Vec<Inline>) {
    while wholly_emphasised(run) {
        let weak = run.iter().any(|inline| matches!(inline, Inline::Emphasis(_)));
        let mut lifted = Vec::with_capacity(run.len());
        let mut changed = false;
        for inline in run.drain(..) {
            match inline {
                Inline::Emphasis(content) => {
                    changed = true;
                    lifted.extend(content);
                }
                Inline::Strong(content) if !weak => {
                    changed = true;
                    lifted.extend(content);
                }
                Inline::Link(mut link) => {
                    let before = link.content.clone();
                    take_off_emphasis(&mut link.content);
                    changed |= before != link.content;
                    lifted.push(Inline::Link(link));
                }
                other => lifted.push(other),
            }
        }
        *run = lifted;
        if !changed {
            break;
        }
    }
    runs::join_texts(run);
}

/// Takes the word “Disclaimer:” off the front: every backend writes it as the label.
fn drop_label(run: &mut Vec<Inline>, labels: &[&Labels]) {
    if opens_with_label(run, labels) {
        run.remove(0);
        runs::trim_start(run, &[':', '：']);
        return;
    }
    let Some(Inline::Text(text)) = run.first_mut() else { return };
    let rest =
        text.split_once([':', '：']).and_then(|(word, rest)| is_label(word, labels).then(|| rest.to_owned()));
    if let Some(rest) = rest {
        *text = rest;
        runs::trim_start(run, &[]);
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn emphasised(words: &str) -> Block {
        block(BlockKind::Paragraph(vec![emphasis(words)]))
    }

    fn rule() -> Block {
        block(BlockKind::ThematicBreak)
    }

    fn disclaimed(blocks: Vec<Block>) -> Vec<Block> {
        identify_with(document(blocks), run).0.blocks
    }

    #[test]
    fn the_last_emphasised_paragraph_is_the_disclaimer() {
        let said = "This is not medical advice.";
        let blocks = disclaimed(vec![paragraph("a"), rule(), emphasised(said)]);
        assert_eq!(blocks, [paragraph("a"), block(BlockKind::Disclaimer(vec![text(said)]))]);
    }

    #[test]
    fn several_paragraphs_are_one_disclaimer_and_a_dateline_before_them_stays() {
        let blocks = disclaimed(vec![
            emphasised("Last checked in May."),
            emphasised("For educational use."),
            emphasised("Ask a doctor."),
        ]);
        let said = vec![text("For educational use."), Inline::LineBreak, text("Ask a doctor.")];
        assert_eq!(blocks, [emphasised("Last checked in May."), block(BlockKind::Disclaimer(said))]);
    }

    #[test]
    fn emphasis_comes_off_and_stress_within_it_stays() {
        let inner = Inline::Emphasis(vec![text("This is "), strong("not"), text(" medical advice.")]);
        let blocks = disclaimed(vec![block(BlockKind::Paragraph(vec![inner]))]);
        let plain = vec![text("This is "), strong("not"), text(" medical advice.")];
        assert_eq!(blocks, [block(BlockKind::Disclaimer(plain))]);
        let both = Inline::Emphasis(vec![strong("No medical advice.")]);
        let blocks = disclaimed(vec![block(BlockKind::Paragraph(vec![both]))]);
        assert_eq!(blocks, [block(BlockKind::Disclaimer(vec![text("No medical advice.")]))]);
    }

    #[test]
    fn its_own_label_is_not_repeated() {
        let expected = [block(BlockKind::Disclaimer(vec![text("This is not medical advice.")]))];
        let labelled = vec![strong("Disclaimer:"), text(" This is not medical advice.")];
        assert_eq!(disclaimed(vec![block(BlockKind::Paragraph(labelled))]), expected);
        assert_eq!(disclaimed(vec![emphasised("Disclaimer: This is not medical advice.")]), expected);
    }

    #[test]
    fn a_heading_that_says_the_same_is_not_repeated() {
        let said = "This is not medical advice.";
        let blocks = disclaimed(vec![paragraph("a"), rule(), heading(2, "Disclaimer"), emphasised(said)]);
        assert_eq!(blocks, [paragraph("a"), block(BlockKind::Disclaimer(vec![text(said)]))]);
    }

    #[test]
    fn anything_else_stays() {
        for blocks in [
            vec![emphasised("This is not medical advice."), paragraph("More.")],
            vec![paragraph("This is not medical advice.")],
            vec![emphasised("The end.")],
            vec![paragraph("a"), rule()],
        ] {
            assert_eq!(disclaimed(blocks.clone()), blocks);
        }
    }
}
