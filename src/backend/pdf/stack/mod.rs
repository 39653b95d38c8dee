//! Stacking: the model to one endless strip of slabs, and to the tag tree on the way.

mod boxes;
mod contents;
mod figure;
mod formula;
mod lines;
mod list;
mod opener;
mod records;
mod references;
mod table;
mod table_columns;
mod table_widths;
mod text;

pub use contents::{REFERENCES, TITLE, references_entry};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::destinations::part_prefix;
use super::direction::first_letter_direction;
use super::flow::{Flow, PageBreak, PlacedLink, Separator, Slab, moved};
use super::font::Fonts;
use super::fragment::{Mark, Rect};
use super::gap::{Closeness, Gap};
use super::lines::{Fit, Line, Memory};
use super::mirror::mirror_slab;
use super::numbering::PageNumbers;
use super::rich_text::RichText;
use super::tags::{Attributes, Role, TagId, TagTree};
use super::theme::{TextStyle, Theme};
use crate::backend::Context;
use crate::diagnostic::Diagnostic;
use crate::labels::Labels;
use crate::model::{
    Binding, Block, BlockKind, Document, Inline, Language, List, Publication, TextDirection,
    plain_text_of_blocks,
};
use crate::source::Span;
use crate::typography::math::findings;

/// What stacking gives.
#[derive(Debug)]
pub struct Stacked {
    /// The strip.
    pub flow: Flow,
    /// The logical structure.
    pub tags: TagTree,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Stacks a publication. `contents` gives the page numbers of destinations once they are known: then there are
/// contents, and with `in_text` links to other articles of the book name the page they lead to.
pub fn stack(
    publication: &Publication,
    context: &Context<'_>,
    theme: &Theme,
    fonts: &Fonts,
    memory: Option<&Memory>,
    contents: Option<&PageNumbers>,
    in_text: bool,
) -> Stacked {
    let mut out = Stacked { flow: Flow::default(), tags: TagTree::new(), diagnostics: Vec::new() };
    if publication.binding == Binding::Book {
        let front = publication.parts.len();
        let mut stacker = Stacker::new(publication, None, front, context, theme, (fonts, memory), &mut out);
        stacker.book_title();
        stacker.book_contents(contents);
    }
    for (index, part) in publication.parts.iter().enumerate() {
        let (contents, pages) = match publication.binding {
            Binding::Article => (contents, None),
            Binding::Book => (None, contents),
        };
        let mut stacker =
            Stacker::new(publication, Some(part), index, context, theme, (fonts, memory), &mut out);
        stacker.pages = pages.filter(|_| in_text);
        stacker.part(part, contents);
    }
    let last = publication.parts.len() + 1;
    Stacker::new(publication, None, last, context, theme, (fonts, memory), &mut out).book_references();
    out
}

/// The state of stacking one part.
struct Stacker<'a> {
    publication: &'a Publication,
    context: &'a Context<'a>,
    theme: &'a Theme,
    fonts: &'a Fonts,
    memory: Option<&'a Memory>,
    labels: &'a Labels,
    language: &'a Language,
    out: &'a mut Stacked,
    part: usize,
    prefix: String,
    /// The pages of a book's destinations, where links name them.
    pages: Option<&'a PageNumbers>,
    /// Where the next slab is in the tag tree's order.
    document: Option<&'a Document>,
    /// Space that the block above asks for.
    after: Gap,
    /// Whether the next slab is the first of its box or page: then no space stands above it.
    first: bool,
    /// Whether a heading stands directly above: its own space below it counts, whatever text asks for.
    headed: bool,
    /// Whether cells are being set.
    in_table: bool,
    /// What the next slab's break must at least be.
    keep: PageBreak,
    /// Boxes that are open.
    boxes: Vec<usize>,
    /// Destinations, marks and the like that the next slab takes along.
    pending: Pending,
    /// Index of each footnote in the flow, by its number.
    notes: BTreeMap<u32, usize>,
    /// Footnotes whose first call has a slab.
    placed: BTreeSet<u32>,
    /// Footnotes called but not yet stacked.
    called: Vec<u32>,
    /// Level of the last heading in the tag tree.
    level: u8,
    /// Tables with a caption so far.
    captioned_tables: u32,
    /// Whether text runs as the article does, whatever it begins with: where something stands at its end.
    fixed_direction: bool,
}

/// A width that stands for none: what is set so is one line, and has one edge.
const UNBOUNDED: f32 = 1e6;

/// What the next slab takes along.
#[derive(Debug, Default)]
struct Pending {
    destinations: Vec<String>,
    marks: Vec<Mark>,
    links: Vec<PlacedLink>,
    section: Option<String>,
    separator: Option<Separator>,
}

/// The column that blocks are set in.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Column {
    /// Left edge.
    x: f32,
    /// Width.
    width: f32,
    /// Whether it is the page's own column, so that titles, boxes and wide tables may start further left.
    outer: bool,
    /// How many lists it stands in.
    list_depth: usize,
    /// The style of its text.
    body: TextStyle,
    /// How the lines of its text are chosen.
    fit: Fit,
}

impl Column {
    /// The same column for apparatus, which is never justified.
    fn ragged(self) -> Self {
        Self { fit: Fit::Ragged, ..self }
    }

    fn indented(self, left: f32, right: f32) -> Self {
        Self { x: self.x + left, width: (self.width - left - right).max(24.0), outer: false, ..self }
    }
}

impl<'a> Stacker<'a> {
    fn new(
        publication: &'a Publication,
        document: Option<&'a Document>,
        part: usize,
        context: &'a Context<'a>,
        theme: &'a Theme,
        (fonts, memory): (&'a Fonts, Option<&'a Memory>),
        out: &'a mut Stacked,
    ) -> Self {
        let language = document.map_or(&publication.metadata.language, |part| &part.metadata.language);
        let prefix = match (publication.binding, document) {
            (Binding::Book, Some(document)) => part_prefix(document.route.as_str()),
            (Binding::Article, _) | (Binding::Book, None) => String::new(),
        };
        Self {
            publication,
            context,
            theme,
            fonts,
            memory,
            labels: context.labels(language),
            language,
            out,
            part,
            prefix,
            pages: None,
            document,
            after: Gap::NONE,
            first: true,
            headed: false,
            in_table: false,
            keep: PageBreak::Allowed,
            boxes: Vec::new(),
            pending: Pending::default(),
            notes: BTreeMap::new(),
            placed: BTreeSet::new(),
            called: Vec::new(),
            level: 1,
            captioned_tables: 0,
            fixed_direction: false,
        }
    }

    /// An article from its opener to its references.
    fn part(&mut self, document: &'a Document, contents: Option<&PageNumbers>) {
        let root = self.part_tag();
        self.opener(document, root);
        if let Some(pages) = contents {
            self.article_contents(document, pages, root);
        }
        let column = self.page_column();
        self.blocks(&document.blocks, column, root);
        self.out.diagnostics.extend(findings(document));
        self.uncalled_footnotes(document, root);
        self.references(document, root);
    }

    fn part_tag(&mut self) -> TagId {
        let root = self.out.tags.root();
        match self.publication.binding {
            Binding::Article => root,
            Binding::Book => {
                let language = Some(self.language.as_str().to_owned())
                    .filter(|_| *self.language != self.publication.metadata.language);
                self.out.tags.tag_with(root, Role::Part, Attributes { language, ..Attributes::default() })
            }
        }
    }

    fn page_column(&self) -> Column {
        let page = &self.theme.page;
        let fit = if self.theme.justify { Fit::Justified } else { Fit::Ragged };
        let body = self.theme.styles.body;
        Column { x: page.x1(), width: page.measure, outer: true, list_depth: 0, body, fit }
    }

    fn blocks(&mut self, blocks: &[Block], column: Column, tag: TagId) {
        for (index, block) in blocks.iter().enumerate() {
            self.block(block, column, tag);
            self.keep_lead(block, blocks.get(index + 1));
            self.footnotes(tag);
        }
    }

    /// A paragraph that announces what follows (“… are:”, a formula) keeps with it.
    fn keep_lead(&mut self, block: &Block, next: Option<&Block>) {
        let BlockKind::Paragraph(content) = &block.kind else { return };
        let announced = next.is_some_and(|next| match next.kind {
            BlockKind::Math(_) => true,
            BlockKind::List(_) | BlockKind::Table(_) | BlockKind::Code(_) => ends_in_colon(content),
            _ => false,
        });
        if announced {
            self.keep = PageBreak::Never;
        }
    }

    fn block(&mut self, block: &Block, column: Column, tag: TagId) {
        match &block.kind {
            BlockKind::Heading(heading) => self.heading(heading, column, tag, block.span),
            BlockKind::Paragraph(content) => self.paragraph(content, column, tag, block.span),
            BlockKind::List(list) => self.turned(list, column, |this| this.list(list, column, tag)),
            BlockKind::DefinitionList(entries) => self.definitions(entries, column, tag, block.span),
            BlockKind::BlockQuote(blocks) => self.quote(blocks, column, tag),
            BlockKind::Callout(callout) => self.callout(callout, column, tag, block.span),
            BlockKind::Code(code) => self.code(code, column, tag, block.span),
            BlockKind::Table(table) => self.table(table, column, tag, block.span),
            BlockKind::Figure(figure) => self.figure(figure, column, tag, block.span),
            BlockKind::Math(tex) => self.display_math(tex, column, tag, block.span),
            BlockKind::ThematicBreak => self.thematic_break(column),
            BlockKind::Faq(faq) => self.faq(faq, column, tag, block.span),
            BlockKind::Question(question) => self.question(question, column, tag, block.span),
            BlockKind::Disclaimer(content) => self.disclaimer(content, column, tag, block.span),
        }
    }

    /// Sets a list all of whose items run against the article: as in an article of their direction, turned over in the
    /// column.
    fn turned(&mut self, list: &List, column: Column, inside: impl FnOnce(&mut Self)) {
        let usual = self.language.direction();
        let direction = |blocks: &[Block]| first_letter_direction(&plain_text_of_blocks(blocks));
        let mut items = list.items.iter().filter_map(|item| direction(&item.blocks));
        let runs = items.next().unwrap_or(usual);
        if runs == usual || items.any(|other| other != runs) {
            return inside(self);
        }
        let from = self.out.flow.slabs.len();
        let outer = std::mem::replace(&mut self.language, some_language_that_runs(runs));
        inside(self);
        self.language = outer;
        for slab in self.out.flow.slabs.get_mut(from..).unwrap_or_default() {
            mirror_slab(slab, column.x, column.width);
        }
    }

    /// Appends a slab. `before` is the space it asks for above it; of two wishes the larger counts.
    fn push(&mut self, mut slab: Slab, before: Gap, break_before: PageBreak) {
        slab.before = if self.first { Gap::NONE } else { self.after.max(before) };
        slab.break_before = stricter(break_before, self.keep);
        slab.boxes = self.boxes.clone();
        slab.part = self.part;
        let pending = std::mem::take(&mut self.pending);
        slab.destinations.extend(pending.destinations);
        slab.section = slab.section.or(pending.section);
        slab.separator = slab.separator.or(pending.separator);
        slab.marks.splice(0..0, pending.marks);
        slab.links.extend(pending.links);
        self.after = Gap::NONE;
        self.first = false;
        self.headed = false;
        self.keep = PageBreak::Allowed;
        self.out.flow.slabs.push(slab);
    }

    /// The space that text asks for above it: none of its own under a heading.
    fn text_space(&self, space: Gap) -> Gap {
        if self.headed { Gap::NONE } else { space }
    }

    /// Asks for space below the last slab.
    fn space_after(&mut self, after: Gap) {
        self.after = self.after.max(after);
    }

    /// A slab of one line whose left edge is `x`.
    fn line_slab(&mut self, line: Line, rich: &RichText, style: &TextStyle, x: f32, span: Span) -> Slab {
        let mut slab = Slab { height: style.leading, ..Slab::default() };
        slab.marks = line.marks.into_iter().map(|mark| moved(mark, x, 0.0)).collect();
        for (index, area) in line.links {
            if let Some(link) = rich.links.get(index) {
                slab.links.push(PlacedLink {
                    tag: link.tag,
                    area: Rect { x: area.x + x, ..area },
                    target: link.target.clone(),
                    contents: link.contents.clone(),
                });
            }
        }
        for (index, at) in line.objects {
            if let Some((_, object)) = rich.objects.get(index) {
                self.paint_object(object, x + at, style, &mut slab, span);
            }
        }
        for number in &line.notes {
            // Only the first call brings the note along.
            if let Some(index) = self.notes.get(number).filter(|_| self.placed.insert(*number)) {
                slab.notes.push(*index);
            }
        }
        slab
    }

    /// Runs `inside` with boxes, and without space above its first slab.
    fn inside_box(
        &mut self,
        look: super::flow::BoxLook,
        before: Gap,
        inside: impl FnOnce(&mut Self),
    ) -> std::ops::Range<usize> {
        let index = self.out.flow.boxes.len();
        self.out.flow.boxes.push(look);
        let from = self.out.flow.slabs.len();
        let outer_before = if self.first { Gap::NONE } else { self.after.max(before) };
        self.boxes.push(index);
        self.after = Gap::NONE;
        self.first = true;
        inside(self);
        self.boxes.pop();
        let to = self.out.flow.slabs.len();
        if let Some(slab) = self.out.flow.slabs.get_mut(from) {
            slab.before = outer_before;
        }
        if to == from {
            // Nothing was set: the space above is still wished for.
            self.after = outer_before;
        } else {
            self.after = Gap::NONE;
            self.first = false;
        }
        from..to
    }

    /// Height of slabs that were pushed, with the space between them.
    fn height(&self, range: std::ops::Range<usize>, closeness: Closeness) -> f32 {
        let slabs = self.out.flow.slabs.get(range).unwrap_or_default();
        let before = |i, slab: &Slab| if i == 0 { 0.0 } else { slab.before.at(closeness) };
        slabs.iter().enumerate().map(|(i, slab)| slab.height + before(i, slab)).sum()
    }

    /// Changes the breaks inside a run of slabs (not before its first).
    fn limit_breaks(&mut self, range: std::ops::Range<usize>, least: PageBreak) {
        for slab in self.out.flow.slabs.get_mut(range).unwrap_or_default().iter_mut().skip(1) {
            slab.break_before = stricter(slab.break_before, least);
        }
    }
}

/// The stricter of two rules. An opener always begins a page.
fn stricter(a: PageBreak, b: PageBreak) -> PageBreak {
    let rank = |rule| match rule {
        PageBreak::Allowed => 0,
        PageBreak::Avoid => 1,
        PageBreak::Never => 2,
        PageBreak::Opener => 3,
    };
    if rank(a) >= rank(b) { a } else { b }
}

/// A language that is written in a direction; any will do where only the direction counts.
fn some_language_that_runs(direction: TextDirection) -> &'static Language {
    static LANGUAGES: OnceLock<[Language; 2]> = OnceLock::new();
    let [left_to_right, right_to_left] = LANGUAGES.get_or_init(|| {
        let parse = |tag| Language::parse(tag).unwrap_or_else(Language::english);
        [parse("en"), parse("ar")]
    });
    match direction {
        TextDirection::LeftToRight => left_to_right,
        TextDirection::RightToLeft => right_to_left,
    }
}

fn ends_in_colon(content: &[Inline]) -> bool {
    crate::model::plain_text(content).ends_with([':', '：'])
}
