//! From events to blocks.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use crate::model::{Anchor, BlockKind, Footnote, FootnoteCall, Inline, ListMarker};
use crate::read::characters::{clean, clean_line, clean_lines};
use crate::read::html;
use crate::read::inlines::Mark;
use crate::read::reader::Reader;

use super::Content;
use super::frames::{Frame, FrameKind, HtmlSource, Leaf, LeafKind, OpenTable, Verbatim};
use super::kinds::{alignment, callout_kind, code_language, heading_level};
use super::undefined::Undefined;

/// Builds the blocks of a document from events.
pub(super) struct Builder<'r, 'a> {
    pub(super) reader: &'r mut Reader<'a>,
    /// Where the parsed text starts in the source.
    shift: usize,
    pub(super) frames: Vec<Frame>,
    /// For each container that has started, whether it opened a frame.
    pub(super) opened: Vec<bool>,
    pub(super) leaf: Option<Leaf>,
    pub(super) verbatim: Option<Verbatim>,
    pub(super) footnotes: Vec<Footnote>,
}

impl<'r, 'a> Builder<'r, 'a> {
    pub(super) fn new(reader: &'r mut Reader<'a>, shift: usize) -> Self {
        let root = Frame { kind: FrameKind::Root, range: shift..reader.text.len(), body: Vec::new() };
        Self {
            reader,
            shift,
            frames: vec![root],
            opened: Vec::new(),
            leaf: None,
            verbatim: None,
            footnotes: Vec::new(),
        }
    }

    /// Takes the next event.
    pub(super) fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let range = range.start + self.shift..range.end + self.shift;
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match &mut self.verbatim {
                Some(Verbatim::Code { text: code, .. }) => code.push_str(&text),
                Some(Verbatim::Html(html)) => html.push(&text, range.start),
                None => {
                    if let Some(undefined) = Undefined::note(&text, &range, self.reader) {
                        undefined.report(self.reader, 0);
                    }
                    self.with_inlines(&range, |inlines, reader| inlines.text(&text, range.clone(), reader))
                }
            },
            Event::Code(code) => self.inline(Inline::Code(clean(&code).into_owned()), &range),
            Event::InlineMath(tex) => self.inline(Inline::Math(clean_lines(&tex)), &range),
            Event::DisplayMath(tex) => self.display_math(&tex, &range),
            Event::Html(text) => {
                if let Some(Verbatim::Html(html)) = &mut self.verbatim {
                    html.push(&text, range.start);
                }
            }
            Event::InlineHtml(tag) => {
                self.with_inlines(&range, |inlines, reader| html::inline_tag(&tag, &range, inlines, reader));
            }
            Event::FootnoteReference(label) => {
                let label = clean(&label).into_owned();
                let span = self.reader.span(range.clone());
                self.inline(
                    Inline::FootnoteCall(Box::new(FootnoteCall { label, number: 0, mention: 0, span })),
                    &range,
                );
            }
            Event::SoftBreak => self.inline(Inline::SoftBreak, &range),
            Event::HardBreak => self.inline(Inline::LineBreak, &range),
            Event::Rule => {
                self.close_implied_paragraph();
                self.block(BlockKind::ThematicBreak, range);
            }
            Event::TaskListMarker(done) => match self.frames.last_mut().map(|frame| &mut frame.kind) {
                Some(FrameKind::Item { task }) if self.opened.last() == Some(&true) => *task = Some(done),
                _ => {
                    let text = if done { "[x] " } else { "[ ] " };
                    self.with_inlines(&range, |inlines, reader| inlines.text(text, range.clone(), reader));
                }
            },
        }
    }

    /// The finished content.
    pub(super) fn finish(mut self) -> Content {
        self.close_implied_paragraph();
        let body = self.frames.into_iter().next().map(|root| root.body).unwrap_or_default();
        let blocks = html::resolve(body, self.reader);
        Content { blocks, footnotes: self.footnotes }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => {
                self.close_implied_paragraph();
                self.loosen();
                self.open_leaf(LeafKind::Paragraph, range);
            }
            Tag::Heading { level, id, classes, attrs } => {
                self.close_implied_paragraph();
                let anchor = Anchor::new(&clean(id.as_deref().unwrap_or_default()));
                // `## Dose {mg}` holds words, not attributes.
                let braces = id.is_none()
                    && classes.is_empty()
                    && !attrs.is_empty()
                    && attrs.iter().all(|(_, value)| value.is_none());
                self.open_leaf(LeafKind::Heading { level: heading_level(level), anchor, braces }, range);
            }
            Tag::BlockQuote(None) => self.open(FrameKind::Quote, range),
            Tag::BlockQuote(Some(kind)) => self.open(FrameKind::Callout(callout_kind(kind)), range),
            Tag::CodeBlock(kind) => {
                self.close_implied_paragraph();
                let language = code_language(&kind);
                self.verbatim = Some(Verbatim::Code { language, range, text: String::new() });
            }
            Tag::HtmlBlock => {
                self.close_implied_paragraph();
                self.verbatim = Some(Verbatim::Html(HtmlSource::default()));
            }
            Tag::List(start) => {
                let marker = start.map_or(ListMarker::Bullet, |start| ListMarker::Ordered { start });
                self.open(FrameKind::List { marker, tight: true, items: Vec::new() }, range);
            }
            Tag::Item => self.open_within(FrameKind::Item { task: None }, range),
            Tag::FootnoteDefinition(label) => {
                self.close_implied_paragraph();
                self.push_frame(FrameKind::Footnote { label: clean(&label).into_owned() }, range);
            }
            Tag::DefinitionList => self.open(FrameKind::Definitions { entries: Vec::new() }, range),
            Tag::DefinitionListTitle => {
                self.close_implied_paragraph();
                self.open_leaf(LeafKind::Term, range);
            }
            Tag::DefinitionListDefinition => self.open_within(FrameKind::Definition, range),
            Tag::Table(columns) => {
                self.close_implied_paragraph();
                let columns = columns.into_iter().map(alignment).collect();
                self.push_frame(FrameKind::Table(OpenTable { columns, ..OpenTable::default() }), range);
            }
            Tag::TableHead | Tag::TableRow => {}
            Tag::TableCell => self.open_leaf(LeafKind::Cell, range),
            Tag::Emphasis => self.start_mark(Mark::Emphasis, range),
            Tag::Strong => self.start_mark(Mark::Strong, range),
            Tag::Strikethrough => self.start_tildes(range),
            Tag::Superscript => self.start_mark(Mark::Superscript, range),
            Tag::Subscript => self.start_mark(Mark::Subscript, range),
            Tag::Link { link_type, dest_url, title, .. } => {
                let target = clean(&dest_url).into_owned();
                let is_address = link_type == LinkType::Email;
                let target = if is_address { format!("mailto:{target}") } else { target };
                self.start_mark(Mark::Link { target, title: some_text(&title) }, range);
            }
            Tag::Image { dest_url, title, .. } => {
                let source = clean(&dest_url).into_owned();
                self.start_mark(Mark::Image { source, title: some_text(&title) }, range);
            }
            Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::DefinitionListTitle | TagEnd::TableCell => {
                self.close_leaf();
            }
            TagEnd::CodeBlock | TagEnd::HtmlBlock => self.close_verbatim(),
            TagEnd::BlockQuote(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListDefinition
            | TagEnd::Table => self.close(),
            TagEnd::TableHead => self.close_row(range, true),
            TagEnd::TableRow => self.close_row(range, false),
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::Link
            | TagEnd::Image => {
                self.with_inlines(&range, |inlines, reader| inlines.end(range.clone(), reader));
            }
            TagEnd::MetadataBlock(_) => {}
        }
    }
}

fn some_text(text: &str) -> Option<String> {
    Some(clean_line(text)).filter(|text| !text.is_empty())
}
