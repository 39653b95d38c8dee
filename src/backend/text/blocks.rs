//! Blocks as lines, each room's own lines first, what stands left of them last.

use super::ascii;
use super::lists::Depth;
use super::wrap::balanced;
use super::writer::{Writer, narrowed, prefixed};
use crate::model::{Block, BlockKind, Callout, CalloutKind, CodeBlock, Figure, Heading, Inline};
use crate::typography::math;

/// What code and quotations stand in.
const INDENT: &str = "    ";

/// How a block meets the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    /// A heading of a level.
    Heading(u8),
    /// Text: it follows its heading at once.
    Text,
    /// What needs air around it.
    Apart,
}

impl Writer<'_> {
    /// The lines of a document's blocks.
    pub(super) fn body(&self, blocks: &[Block]) -> Vec<String> {
        self.blocks(blocks, self.width(), Depth::default())
    }

    /// The lines of blocks, with blank lines between them.
    pub(super) fn blocks(&self, blocks: &[Block], width: usize, depth: Depth) -> Vec<String> {
        let mut lines = Vec::new();
        let mut previous: Option<&Block> = None;
        for block in blocks {
            let own = self.block(block, width, depth);
            if own.is_empty() {
                continue;
            }
            if let Some(previous) = previous {
                lines.extend(std::iter::repeat_n(String::new(), gap(previous, block, depth)));
            }
            lines.extend(own);
            previous = Some(block);
        }
        lines
    }

    fn block(&self, block: &Block, width: usize, depth: Depth) -> Vec<String> {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, width),
            BlockKind::Paragraph(content) => self.paragraph(content, width),
            BlockKind::List(list) => self.list(list, width, depth),
            BlockKind::DefinitionList(entries) => self.definitions(entries, width, depth),
            BlockKind::BlockQuote(blocks) => {
                let inner = self.blocks(blocks, narrowed(width, INDENT.len()), depth.inside());
                prefixed(inner, INDENT, INDENT)
            }
            BlockKind::Callout(callout) => self.callout(callout, width, depth),
            BlockKind::Code(code) => self.code(code),
            BlockKind::Table(table) => self.table(table, width),
            BlockKind::Figure(figure) => self.figure(figure, width),
            BlockKind::Math(tex) => self.display(tex, width),
            BlockKind::ThematicBreak => vec![format!("{:>1$}", "* * *", (width + "* * *".len()) / 2)],
            BlockKind::Faq(faq) => {
                // A FAQ is a section like any other: what follows its heading follows it at once.
                let heading = Block { kind: BlockKind::Heading(faq.heading.clone()), span: faq.heading.span };
                let mut lines = self.block(&heading, width, depth);
                let body = self.blocks(&faq.body, width, depth);
                if let Some(first) = faq.body.first().filter(|_| !body.is_empty() && !lines.is_empty()) {
                    lines.extend(std::iter::repeat_n(String::new(), gap(&heading, first, depth)));
                }
                lines.extend(body);
                lines
            }
            BlockKind::Question(question) => {
                let heading =
                    Block { kind: BlockKind::Heading(question.heading.clone()), span: question.heading.span };
                let mut lines = self.block(&heading, width, depth);
                let answer = self.blocks(&question.answer, width, depth);
                if let Some(first) =
                    question.answer.first().filter(|_| !answer.is_empty() && !lines.is_empty())
                {
                    lines.extend(std::iter::repeat_n(String::new(), gap(&heading, first, depth)));
                }
                lines.extend(answer);
                lines
            }
            BlockKind::Disclaimer(content) => {
                let mut lines = vec![self.capitals(&self.labels.disclaimer)];
                lines.extend(self.paragraph(content, width));
                lines
            }
        }
    }

    /// A paragraph; none when it has no text.
    pub(super) fn paragraph(&self, content: &[Inline], width: usize) -> Vec<String> {
        self.wrap(&self.text(content), width)
    }

    fn heading(&self, heading: &Heading, width: usize) -> Vec<String> {
        self.underlined(&self.text(&heading.content), heading.level, width)
    }

    /// A heading with a line beneath it that tells its rank.
    pub(super) fn underlined(&self, text: &str, level: u8, width: usize) -> Vec<String> {
        if text.is_empty() {
            return Vec::new();
        }
        let mut lines = balanced(text, width, self.language);
        let longest = lines.iter().map(|line| self.ruler().width(line)).max().unwrap_or(0);
        let mark = match level {
            0 | 1 => "=",
            2 => "-",
            3 => "~",
            _ => ".",
        };
        lines.push(mark.repeat(longest.min(width)));
        lines
    }

    fn callout(&self, callout: &Callout, width: usize, depth: Depth) -> Vec<String> {
        let bar = match callout.kind {
            CalloutKind::Takeaways | CalloutKind::Finding | CalloutKind::Note | CalloutKind::Tip => "| ",
            CalloutKind::Important => "! ",
            CalloutKind::Warning => "!! ",
        };
        let inner = narrowed(width, bar.len());
        let mut lines = self.wrap(&self.capitals(&callout.label), inner);
        lines.extend(self.blocks(&callout.blocks, inner, depth.inside()));
        prefixed(lines, bar, bar)
    }

    fn code(&self, code: &CodeBlock) -> Vec<String> {
        let text: String =
            code.text.chars().map(|c| if c == '\n' { c } else { ascii::printable_code(c) }).collect();
        let text = if self.ascii() { ascii::fold(&text, self.language) } else { text };
        let lines: Vec<String> = text.split('\n').map(|line| line.trim_end().to_owned()).collect();
        let blank = |line: &&String| line.is_empty();
        let (above, below) =
            (lines.iter().take_while(blank).count(), lines.iter().rev().take_while(blank).count());
        let kept = lines.len().saturating_sub(above + below);
        prefixed(lines.into_iter().skip(above).take(kept).collect(), INDENT, INDENT)
    }

    fn figure(&self, figure: &Figure, width: usize) -> Vec<String> {
        let mut lines = if figure.image.decorative {
            Vec::new()
        } else {
            self.wrap(&self.plain(&self.image(&figure.image)), width)
        };
        if let Some(caption) = &figure.caption {
            let caption = self.text(caption);
            let label = figure.number.map(|number| self.numbered(&self.labels.figure, number));
            lines.extend(self.wrap(&captioned(label, &caption), width));
        }
        lines
    }

    /// `Figure 1.`, from its form and number.
    pub(super) fn numbered(&self, form: &str, number: u32) -> String {
        self.plain(&format!("{}.", form.replace("{number}", &number.to_string())))
    }

    fn display(&self, tex: &str, width: usize) -> Vec<String> {
        let Some(text) = math::readable(tex) else {
            return self.code(&CodeBlock { language: None, text: tex.trim_matches('\n').to_owned() });
        };
        let lines: Vec<String> = text.split('\n').map(|line| self.plain(line)).collect();
        prefixed(self.wrap(&lines.join("\n"), narrowed(width, INDENT.len())), INDENT, INDENT)
    }
}

/// A label and its caption on one line.
pub(super) fn captioned(label: Option<String>, caption: &str) -> String {
    match label {
        Some(label) => format!("{label} {caption}"),
        None => caption.to_owned(),
    }
}

/// Blank lines between two blocks.
fn gap(previous: &Block, next: &Block, depth: Depth) -> usize {
    let after_heading = matches!(previous.kind, BlockKind::Heading(_));
    let two_listings = matches!((&previous.kind, &next.kind), (BlockKind::Code(_), BlockKind::Code(_)));
    match opening(next) {
        Opening::Apart if two_listings => 2,
        Opening::Heading(_) | Opening::Text if after_heading => 0,
        Opening::Heading(0..=2) if !depth.is_inside() => 2,
        Opening::Text if depth.is_tight() && opening(previous) == Opening::Text => 0,
        Opening::Heading(_) | Opening::Text | Opening::Apart => 1,
    }
}

fn opening(block: &Block) -> Opening {
    match &block.kind {
        BlockKind::Heading(heading) => Opening::Heading(heading.level),
        BlockKind::Faq(faq) => Opening::Heading(faq.heading.level),
        BlockKind::Question(question) => Opening::Heading(question.heading.level),
        BlockKind::Paragraph(_) | BlockKind::List(_) | BlockKind::DefinitionList(_) => Opening::Text,
        BlockKind::BlockQuote(_)
        | BlockKind::Callout(_)
        | BlockKind::Code(_)
        | BlockKind::Table(_)
        | BlockKind::Figure(_)
        | BlockKind::Math(_)
        | BlockKind::ThematicBreak
        | BlockKind::Disclaimer(_) => Opening::Apart,
    }
}
