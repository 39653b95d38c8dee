//! Call-outs: block quotes that open with a bold label, and alerts that still lack theirs.

use crate::diagnostic::Diagnostic;
use crate::labels::Labels;
use crate::model::{Block, BlockKind, Callout, CalloutKind, Document, Inline, Language, plain_text, walk};

use super::{
    Setting,
    folding::{self, fold},
    runs,
};

/// Turns labelled block quotes into call-outs, and gives GitHub's alerts their label in the article's language.
pub fn run(document: &mut Document, setting: &Setting<'_>, _: &mut Vec<Diagnostic>) {
    let own = setting.terms.of(&document.metadata.language);
    let english = setting.terms.of(&Language::english());
    let vocabulary = Vocabulary { labels: [own, english] };
    walk::bodies_mut(document, &mut |blocks| {
        walk::block_lists_mut(blocks, &mut |blocks| {
            for block in blocks {
                match &mut block.kind {
                    BlockKind::BlockQuote(quoted) => {
                        if let Some(callout) = vocabulary.recognise(quoted) {
                            block.kind = BlockKind::Callout(callout);
                        }
                    }
                    BlockKind::Callout(callout) if callout.label.is_empty() => {
                        callout.label = own.callout(callout.kind).to_owned();
                    }
                    _ => {}
                }
            }
        });
    });
}

/// Characters of the longest label that is not a known word.
const LONGEST_LABEL: usize = 48;

const KINDS: [CalloutKind; 6] = [
    CalloutKind::Takeaways,
    CalloutKind::Finding,
    CalloutKind::Important,
    CalloutKind::Warning,
    CalloutKind::Note,
    CalloutKind::Tip,
];

/// The words that open call-outs, in the article's language and in English.
struct Vocabulary<'a> {
    labels: [&'a Labels; 2],
}

impl Vocabulary<'_> {
    /// The call-out that a block quote is, if it opens with a label. Its blocks are then taken.
    fn recognise(&self, quoted: &mut Vec<Block>) -> Option<Callout> {
        let BlockKind::Paragraph(content) = &quoted.first()?.kind else { return None };
        let at = content.iter().position(|inline| !runs::is_blank(inline))?;
        // An icon may stand before the label; it says no more than the label does.
        let (at, icon) = match content.get(at)? {
            Inline::Text(text) if is_decoration(text) => (at + 1, true),
            _ => (at, false),
        };
        let bold = bold(content.get(at)?)?;
        let written = plain_text(bold);
        let rest = content.get(at + 1..).unwrap_or_default();
        let label = Label::read(&written, rest);
        let known = self.kind(&label.text);
        let is_label = match known {
            Some(_) => label.end != LabelEnd::None,
            None => {
                let short =
                    written.chars().count() <= LONGEST_LABEL && label.text.chars().any(char::is_alphabetic);
                !icon && short && matches!(label.end, LabelEnd::Colon | LabelEnd::Line)
            }
        };
        let says_more = quoted.len() > 1 || !is_only_colon(rest);
        if !is_label || !says_more {
            return None;
        }
        let (kind, label_text) = match known {
            Some(kind) => (kind, self.name(kind, &label.text)),
            None => (CalloutKind::Note, label.text),
        };
        let mut blocks = std::mem::take(quoted);
        if let Some(Block { kind: BlockKind::Paragraph(content), .. }) = blocks.first_mut() {
            content.drain(..=at);
            runs::trim_start(content, label.end.separators());
            if runs::all_blank(content) {
                blocks.remove(0);
            }
        }
        Some(Callout { kind, label: label_text, blocks })
    }

    /// The kind of call-out that a label names.
    fn kind(&self, label: &str) -> Option<CalloutKind> {
        self.labels.iter().find_map(|labels| {
            let named = KINDS.into_iter().find(|kind| fold(labels.callout(*kind)) == fold(label));
            labels.callout_kind(label).or(named)
        })
    }

    /// The author's word; the term itself is set as the tool sets it elsewhere (“Key Takeaways” → “Key takeaways”).
    fn name(&self, kind: CalloutKind, written: &str) -> String {
        let term =
            self.labels.iter().map(|labels| labels.callout(kind)).find(|term| fold(term) == fold(written));
        term.unwrap_or(written).to_owned()
    }
}

/// What ends a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LabelEnd {
    /// A colon, within the bold run or after it.
    Colon,
    /// The end of its line.
    Line,
    /// Another mark that sets a known word off: `**Warning!**`, `**Note** – …`.
    Mark,
    /// Nothing: it is the start of a sentence.
    None,
}

impl LabelEnd {
    /// What of the text after the label belongs to the label.
    fn separators(self) -> &'static [char] {
        match self {
            Self::Colon => &[':', '：'],
            Self::Mark => &['–', '—', '-'],
            Self::Line | Self::None => &[],
        }
    }
}

/// A bold run read as a label.
struct Label {
    /// The author's words, without what ends them and without an icon.
    text: String,
    end: LabelEnd,
}

impl Label {
    fn read(written: &str, rest: &[Inline]) -> Self {
        let colon = |c: char| c.is_whitespace() || matches!(c, ':' | '：');
        let bare = written.trim_end_matches(colon);
        let end = if bare.len() < written.trim_end().len() || starts_with(rest, &[':', '：']) {
            LabelEnd::Colon
        } else if ends_line(rest) {
            // A bold line with a credit below it is a quotation; one with a full stop is a sentence.
            let credit = starts_with(after_break(rest), &['–', '—', '―', '-']);
            if credit || bare.ends_with(['.', '。']) { LabelEnd::None } else { LabelEnd::Line }
        } else if bare.ends_with(['!', '！', '.'])
            || starts_with(rest, &['–', '—'])
            || starts_with_hyphen(rest)
        {
            LabelEnd::Mark
        } else {
            LabelEnd::None
        };
        let icon = |c: char| c.is_whitespace() || is_icon(c);
        let mut text = bare.trim_matches(icon);
        if end == LabelEnd::Mark {
            text = text.trim_end_matches(['!', '！', '.']);
        }
        Self { text: text.to_owned(), end }
    }
}

/// Marks that words may stand between.
const OPENING: [char; 12] = ['¿', '¡', '“', '”', '„', '«', '»', '‘', '’', '？', '！', '…'];

/// The content of a bold run, when it is words alone.
fn bold(inline: &Inline) -> Option<&[Inline]> {
    let content = match inline {
        Inline::Strong(content) => content,
        Inline::Emphasis(content) => match content.as_slice() {
            [Inline::Strong(inner)] => inner,
            _ => return None,
        },
        _ => return None,
    };
    let mut plain = true;
    walk::nested_inlines(content, &mut |inline| {
        plain &= matches!(
            inline,
            Inline::Text(_)
                | Inline::Emphasis(_)
                | Inline::Strong(_)
                | Inline::Passage(_)
                | Inline::Subscript(_)
                | Inline::Superscript(_)
                | Inline::SoftBreak
        );
    });
    plain.then_some(content)
}

/// Whether a character is a picture: neither of a word nor of its punctuation.
fn is_icon(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_ascii() && !OPENING.contains(&c) && !folding::is_mark(c) || is_variation(c)
}

/// Whether a character only chooses how the one before it is drawn.
fn is_variation(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{200D}')
}

/// Whether a text before a label is an icon.
fn is_decoration(text: &str) -> bool {
    text.trim().chars().all(is_icon)
}

fn starts_with(run: &[Inline], marks: &[char]) -> bool {
    matches!(run.first(), Some(Inline::Text(text)) if text.trim_start().starts_with(marks))
}

/// A hyphen with space around it stands for a dash.
fn starts_with_hyphen(run: &[Inline]) -> bool {
    matches!(run.first(), Some(Inline::Text(text)) if text.starts_with(" - "))
}

fn ends_line(run: &[Inline]) -> bool {
    match run.iter().find(|inline| !matches!(inline, Inline::Text(text) if text.trim().is_empty())) {
        None | Some(Inline::SoftBreak | Inline::LineBreak) => true,
        Some(_) => false,
    }
}

fn after_break(run: &[Inline]) -> &[Inline] {
    let at = run.iter().position(|inline| !runs::is_blank(inline)).unwrap_or(run.len());
    run.get(at..).unwrap_or_default()
}

/// Whether a run is no more than the colon of the label before it.
fn is_only_colon(run: &[Inline]) -> bool {
    plain_text(run).chars().all(|c| c.is_whitespace() || c == ':' || c == '：')
        && run.iter().all(|inline| matches!(inline, Inline::Text(_) | Inline::SoftBreak | Inline::LineBreak))
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn quote(content: Vec<Inline>) -> Block {
        block(BlockKind::BlockQuote(vec![block(BlockKind::Paragraph(content))]))
    }

    fn callout(content: Vec<Inline>) -> Option<(CalloutKind, String, String)> {
        callout_in("en", content)
    }

    fn callout_in(language: &str, content: Vec<Inline>) -> Option<(CalloutKind, String, String)> {
        let mut document = document(vec![quote(content)]);
        document.metadata.language = Language::parse(language).unwrap();
        let (document, _) = identify_with(document, run);
        match document.blocks.into_iter().next().unwrap().kind {
            BlockKind::Callout(callout) => {
                let said = crate::model::plain_text_of_blocks(&callout.blocks);
                Some((callout.kind, callout.label, said))
            }
            _ => None,
        }
    }

    fn expect(kind: CalloutKind, label: &str, said: &str) -> Option<(CalloutKind, String, String)> {
        Some((kind, label.to_owned(), said.to_owned()))
    }

    #[test]
    fn a_known_word_with_a_colon_opens_a_callout() {
        use CalloutKind::{Finding, Important, Warning};
        assert_eq!(
            callout(vec![strong("Key Finding:"), text(" It works.")]),
            expect(Finding, "Key finding", "It works.")
        );
        assert_eq!(
            callout(vec![strong("Important"), text(": Wait.")]),
            expect(Important, "Important", "Wait.")
        );
        assert_eq!(callout(vec![strong("CAUTION :"), text(" Hot.")]), expect(Warning, "CAUTION", "Hot."));
    }

    #[test]
    fn a_known_word_may_be_set_off_otherwise() {
        use CalloutKind::{Note, Tip, Warning};
        assert_eq!(callout(vec![strong("Warning!"), text(" Hot.")]), expect(Warning, "Warning", "Hot."));
        assert_eq!(callout(vec![strong("Note"), text(" – see below.")]), expect(Note, "Note", "see below."));
        assert_eq!(callout(vec![strong("Tip"), Inline::SoftBreak, text("Eat.")]), expect(Tip, "Tip", "Eat."));
        assert_eq!(
            callout(vec![text("⚠️ "), strong("Warning:"), text(" Hot.")]),
            expect(Warning, "Warning", "Hot.")
        );
        assert_eq!(callout(vec![strong("💡 Tip:"), text(" Eat.")]), expect(Tip, "Tip", "Eat."));
    }

    #[test]
    fn an_unknown_label_is_a_note_in_the_authors_words() {
        use CalloutKind::Note;
        assert_eq!(
            callout(vec![strong("Did you know?"), Inline::SoftBreak, text("Yes.")]),
            expect(Note, "Did you know?", "Yes.")
        );
        assert_eq!(
            callout(vec![strong("My Own Label:"), text(" Yes.")]),
            expect(Note, "My Own Label", "Yes.")
        );
    }

    #[test]
    fn what_is_no_label_stays_a_quotation() {
        for content in [
            vec![strong("Warning"), text(" signs are easy to miss.")],
            vec![strong("Sleep"), text(" matters.")],
            vec![text("Note: plain.")],
            vec![strong("Warning:")],
            vec![strong("Know thyself"), Inline::SoftBreak, text("— an old saying")],
            vec![strong("We hold these truths to be self-evident, that all are equal:"), text(" and so on")],
            vec![emphasis("Note:"), text(" slanted.")],
            vec![Inline::Strong(vec![link("https://example.org", vec![text("Note")])]), text(": linked.")],
        ] {
            assert_eq!(callout(content.clone()), None, "{content:?}");
        }
    }

    #[test]
    fn labels_are_known_in_the_articles_language_and_in_english() {
        use CalloutKind::{Important, Takeaways, Warning};
        assert_eq!(
            callout_in("de", vec![strong("Wichtig:"), text(" Ja.")]),
            expect(Important, "Wichtig", "Ja.")
        );
        assert_eq!(
            callout_in("de", vec![strong("Important:"), text(" Ja.")]),
            expect(Important, "Important", "Ja.")
        );
        assert_eq!(
            callout_in("fr", vec![strong("Attention\u{a0}:"), text(" Oui.")]),
            expect(Warning, "Attention", "Oui.")
        );
        assert_eq!(callout_in("zh", vec![strong("摘要："), text("好。")]).unwrap().0, Takeaways);
    }

    #[test]
    fn a_label_alone_leaves_the_other_blocks() {
        let list = block(BlockKind::ThematicBreak);
        let quoted = vec![block(BlockKind::Paragraph(vec![strong("Key Takeaways")])), list.clone()];
        let (document, _) = identify_with(document(vec![block(BlockKind::BlockQuote(quoted))]), run);
        let BlockKind::Callout(callout) = &document.blocks[0].kind else { panic!() };
        assert_eq!((callout.label.as_str(), &callout.blocks), ("Key takeaways", &vec![list]));
    }

    #[test]
    fn an_alert_gets_the_label_of_the_articles_language() {
        let alert = Callout { kind: CalloutKind::Tip, label: String::new(), blocks: vec![paragraph("x")] };
        let mut document = document(vec![block(BlockKind::Callout(alert))]);
        document.metadata.language = Language::parse("de").unwrap();
        let (document, _) = identify_with(document, run);
        let BlockKind::Callout(callout) = &document.blocks[0].kind else { panic!() };
        assert_eq!(callout.label, "Tipp");
    }
}
