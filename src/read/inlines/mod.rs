//! Inline content under construction: runs of text are joined, marks nest with a limit, and bare URLs and scripts are
//! found in the joined text.

mod run;

use std::ops::Range;

use crate::model::{
    Image, ImageSource, Inline, Language, Link, LinkTarget, Passage, TextDirection, plain_text,
};

use super::characters::clean;
use super::reader::Reader;
use super::{autolink, scripts};
use run::Run;

/// The deepest nesting of marks in a paragraph. Deeper ones leave their content to the mark around them.
pub(super) const MAX_MARKS: usize = 64;

/// A mark that holds content.
#[derive(Debug)]
pub(super) enum Mark {
    Emphasis,
    Strong,
    Strikethrough,
    Subscript,
    Superscript,
    Link {
        target: String,
        title: Option<String>,
    },
    Image {
        source: String,
        title: Option<String>,
    },
    Code,
    /// Quotation marks around the content. They are straight: typography makes them the language's own.
    Quoted,
    /// An abbreviation and what it stands for.
    Expanded {
        title: String,
    },
    /// The reading of a character, beside it (`<rt>`).
    Reading,
    /// Content that no document shows.
    Dropped,
    /// Content that says what its neighbour's mark says (`<rp>`).
    Redundant,
    /// Nothing to a document: the content alone counts.
    Transparent,
}

/// The language and direction that an element gives its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speech {
    pub(super) language: Option<Language>,
    pub(super) direction: Option<TextDirection>,
}

impl Speech {
    /// The content as a passage.
    pub(super) fn wrap(self, content: Vec<Inline>) -> Vec<Inline> {
        let Self { language, direction } = self;
        vec![Inline::Passage(Box::new(Passage { language, direction, content }))]
    }
}

struct Open {
    mark: Mark,
    /// Name of the HTML element; none for a mark of Markdown.
    element: Option<String>,
    speech: Option<Speech>,
    range: Range<usize>,
    content: Vec<Inline>,
}

/// What the start of a Markdown mark did, so that its end can undo it.
enum Start {
    Opened,
    Flattened,
    /// Wrote text; the end writes it again.
    Wrote(&'static str),
}

/// Inline content under construction.
#[derive(Default)]
pub(super) struct Inlines {
    root: Vec<Inline>,
    open: Vec<Open>,
    starts: Vec<Start>,
    run: Run,
    /// How many open marks are links: no link stands in another.
    links: usize,
    /// Whether a space that comes next is one too many: something between two spaces was dropped.
    absorb: bool,
}

impl Inlines {
    /// Adds text; `range` is where it stands in the source.
    pub(super) fn text(&mut self, text: &str, range: Range<usize>, reader: &Reader<'_>) {
        let absorb = std::mem::take(&mut self.absorb);
        // A line end in text was written as a character reference: a space to the reader.
        if text.contains(['\n', '\r']) {
            return self.run.push(&text.replace(['\n', '\r'], " "), range, reader.text);
        }
        match text.strip_prefix(' ').filter(|_| absorb) {
            Some(rest) => self.run.push(rest, range.start + 1..range.end, reader.text),
            None => self.run.push(text, range, reader.text),
        }
    }

    /// Takes note that something was dropped here.
    pub(super) fn dropped(&mut self) {
        self.absorb = self.ends_with_space();
    }

    /// Adds a finished piece.
    pub(super) fn push(&mut self, inline: Inline, reader: &Reader<'_>) {
        self.absorb = false;
        self.flush(reader);
        self.append(inline);
    }

    /// Opens a mark of Markdown.
    pub(super) fn start(&mut self, mark: Mark, range: Range<usize>, reader: &mut Reader<'_>) {
        if self.open.len() >= MAX_MARKS {
            reader.report_depth(range, MAX_MARKS);
            self.starts.push(Start::Flattened);
            return;
        }
        self.enter(mark, None, None, range, reader);
        self.starts.push(Start::Opened);
    }

    /// Opens a mark of Markdown that turned out to be plain text; its end writes the text again.
    pub(super) fn start_literal(&mut self, text: &'static str, range: Range<usize>) {
        self.run.push_literal(text, range.start..range.start + text.len());
        self.starts.push(Start::Wrote(text));
    }

    /// Closes the mark that was opened last by [`start`](Self::start).
    pub(super) fn end(&mut self, range: Range<usize>, reader: &mut Reader<'_>) {
        match self.starts.pop() {
            Some(Start::Opened) => {
                self.flush(reader);
                self.dissolve_elements(reader);
                self.leave(reader);
            }
            Some(Start::Wrote(text)) => {
                self.run.push_literal(text, range.end.saturating_sub(text.len())..range.end);
            }
            Some(Start::Flattened) | None => {}
        }
    }

    /// Opens an HTML element.
    pub(super) fn open_element(
        &mut self,
        name: &str,
        mark: Mark,
        speech: Option<Speech>,
        range: Range<usize>,
        reader: &mut Reader<'_>,
    ) {
        if self.open.len() >= MAX_MARKS {
            reader.report_depth(range, MAX_MARKS);
            return;
        }
        self.enter(mark, Some(name.to_owned()), speech, range, reader);
    }

    /// Closes an HTML element. One that was not opened within the same mark is dropped.
    pub(super) fn close_element(&mut self, name: &str, range: Range<usize>, reader: &mut Reader<'_>) {
        let mark = self.open.iter().rposition(|open| open.element.is_none()).map_or(0, |at| at + 1);
        let found = self.open.iter().rposition(|open| open.element.as_deref() == Some(name));
        let Some(found) = found.filter(|found| *found >= mark) else {
            self.dropped();
            if self.open.len() < MAX_MARKS {
                reader.report_dropped(name, range, "has no start tag here", UNPAIRED);
            }
            return;
        };
        self.flush(reader);
        while self.open.len() > found + 1 {
            self.dissolve(reader);
        }
        if let Some(open) = self.open.last_mut() {
            open.range.end = range.end.max(open.range.start);
        }
        self.leave(reader);
    }

    /// Adds text of HTML, in which no mark of Markdown has a meaning and white space is one space.
    pub(super) fn html_text(&mut self, text: &str, range: Range<usize>) {
        self.run.push_literal(text, range);
    }

    /// Begins a new line, unless one has just begun.
    pub(super) fn new_line(&mut self, reader: &Reader<'_>) {
        self.flush(reader);
        let content = self.open.last().map_or(&self.root, |open| &open.content);
        if !matches!(content.last(), None | Some(Inline::LineBreak)) {
            self.append(Inline::LineBreak);
        }
    }

    /// Whether text that comes now follows a space or begins a line.
    pub(super) fn ends_with_space(&self) -> bool {
        if let Some(last) = self.run.text().chars().next_back() {
            return last.is_whitespace();
        }
        let content = self.open.iter().rev().map(|open| &open.content).find(|content| !content.is_empty());
        match content.unwrap_or(&self.root).last() {
            None | Some(Inline::LineBreak | Inline::SoftBreak) => true,
            Some(Inline::Text(text)) => text.ends_with(char::is_whitespace),
            Some(_) => false,
        }
    }

    /// Index that the next piece will have at the outermost level; none inside a mark.
    pub(super) fn root_position(&mut self, reader: &Reader<'_>) -> Option<usize> {
        self.flush(reader);
        self.open.is_empty().then_some(self.root.len())
    }

    /// The finished content.
    pub(super) fn finish(mut self, reader: &mut Reader<'_>) -> Vec<Inline> {
        self.flush(reader);
        while !self.open.is_empty() {
            self.dissolve(reader);
        }
        self.root
    }

    fn enter(
        &mut self,
        mark: Mark,
        element: Option<String>,
        speech: Option<Speech>,
        range: Range<usize>,
        reader: &Reader<'_>,
    ) {
        self.flush(reader);
        self.links += usize::from(matches!(mark, Mark::Link { .. }));
        self.open.push(Open { mark, element, speech, range, content: Vec::new() });
    }

    /// Closes the innermost mark and adds what it makes of its content.
    fn leave(&mut self, reader: &mut Reader<'_>) {
        let Some(open) = self.open.pop() else { return };
        self.links -= usize::from(matches!(open.mark, Mark::Link { .. }));
        let Open { mark, element, speech, range, mut content } = open;
        if content.is_empty() && !matches!(mark, Mark::Link { .. } | Mark::Image { .. } | Mark::Dropped) {
            return self.dropped();
        }
        if let Some(speech) = speech {
            content = speech.wrap(content);
        }
        let span = reader.span(range.clone());
        let inline = match mark {
            Mark::Emphasis => Inline::Emphasis(content),
            Mark::Strong => Inline::Strong(content),
            Mark::Strikethrough => Inline::Strikethrough(content),
            Mark::Subscript => Inline::Subscript(content),
            Mark::Superscript => Inline::Superscript(content),
            // An anchor of HTML inside a link of Markdown is no second link.
            Mark::Link { .. } if self.links > 0 && element.is_some() => return self.extend(content),
            Mark::Link { target, title } => Inline::Link(Box::new(Link {
                target: LinkTarget::Unresolved(target),
                title,
                content,
                reference: None,
                mention: 0,
                span,
            })),
            Mark::Image { source, title } => Inline::Image(Box::new(Image {
                source: ImageSource::Unresolved(source),
                alt: plain_text(&content),
                decorative: false,
                title,
                span,
            })),
            Mark::Transparent => return self.extend(content),
            Mark::Code => Inline::Code(plain_text(&content)),
            Mark::Quoted => {
                self.append(Inline::Text("\"".to_owned()));
                self.extend(content);
                Inline::Text("\"".to_owned())
            }
            Mark::Expanded { title } => {
                let expanded = reader.expands(&plain_text(&content), &title, &range);
                self.extend(content);
                Inline::Text(if expanded { format!(" ({title})") } else { String::new() })
            }
            Mark::Reading => {
                self.append(Inline::Text("(".to_owned()));
                self.extend(content);
                Inline::Text(")".to_owned())
            }
            Mark::Redundant => return,
            Mark::Dropped => {
                self.dropped();
                let name = element.unwrap_or_default();
                return reader.report_embedded(&name, range);
            }
        };
        self.append(inline);
    }

    /// Closes the HTML elements inside the innermost mark of Markdown.
    fn dissolve_elements(&mut self, reader: &mut Reader<'_>) {
        while self.open.last().is_some_and(|open| open.element.is_some()) {
            self.dissolve(reader);
        }
    }

    /// Takes the innermost mark away and leaves its content.
    fn dissolve(&mut self, reader: &mut Reader<'_>) {
        let Some(open) = self.open.pop() else { return };
        self.links -= usize::from(matches!(open.mark, Mark::Link { .. }));
        if let Some(name) = open.element {
            reader.report_dropped(&name, open.range, "has no end tag here", UNPAIRED);
        }
        self.extend(open.content);
    }

    fn extend(&mut self, content: Vec<Inline>) {
        for inline in content {
            self.append(inline);
        }
    }

    fn append(&mut self, inline: Inline) {
        let content = self.open.last_mut().map_or(&mut self.root, |open| &mut open.content);
        match (content.last_mut(), inline) {
            (_, Inline::Text(text)) if text.is_empty() => {}
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => {
                // Most runs are one text.
                if content.is_empty() {
                    content.reserve_exact(1);
                }
                content.push(inline);
            }
        }
    }

    /// Adds the text that has come together, with the links and scripts found in it.
    fn flush(&mut self, reader: &Reader<'_>) {
        if self.run.is_empty() {
            return;
        }
        let run = std::mem::take(&mut self.run);
        let plain = self.open.iter().any(|open| matches!(open.mark, Mark::Code | Mark::Image { .. }));
        if plain {
            return self.append(Inline::Text(clean(run.text()).into_owned()));
        }
        let links = if self.links == 0 { autolink::find(run.text()) } else { Vec::new() };
        let mut at = 0;
        for found in links {
            self.flush_scripts(&run, at..found.range.start);
            at = found.range.end;
            let shown = clean(run.text().get(found.range.clone()).unwrap_or_default()).into_owned();
            self.append(Inline::Link(Box::new(Link {
                target: LinkTarget::Unresolved(clean(&found.target).into_owned()),
                title: None,
                content: vec![Inline::Text(shown)],
                reference: None,
                mention: 0,
                span: reader.span(run.source_range(found.range)),
            })));
        }
        self.flush_scripts(&run, at..run.text().len());
    }

    fn flush_scripts(&mut self, run: &Run, range: Range<usize>) {
        let text = run.text().get(range.clone()).unwrap_or_default();
        for part in scripts::split(text, |at| run.is_literal(range.start + at)) {
            let owned = |text: &str| clean(text).into_owned();
            self.append(match part {
                scripts::Part::Plain(text) => Inline::Text(owned(text)),
                scripts::Part::Subscript(text) => Inline::Subscript(vec![Inline::Text(owned(text))]),
                scripts::Part::Superscript(text) => Inline::Superscript(vec![Inline::Text(owned(text))]),
            });
        }
    }
}

const UNPAIRED: &str = "write both tags within one paragraph and one mark; the text stays";
