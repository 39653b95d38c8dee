//! A readable dump of a document: the golden form of what `read` and `enrich` make of it.
//!
//! One line a node, indented by depth, with the first source line of each block. Nothing of the model is left out
//! but the byte offsets themselves.

use std::fmt::Write as _;

use super::{
    Block, BlockKind, Document, Heading, Image, ImageSource, Inline, LinkTarget, ListMarker, Metadata,
};
use crate::source::{LineIndex, Span};

/// Dumps `document`, read from `text`.
pub fn dump(document: &Document, text: &str) -> String {
    let mut dump = Dump { out: String::new(), depth: 0, text, lines: LineIndex::new(text) };
    dump.line(&format!("document {}", document.route));
    dump.indented(|dump| {
        dump.metadata(&document.metadata);
        if let Some(subtitle) = &document.subtitle {
            dump.line("subtitle");
            dump.indented(|dump| dump.inlines(subtitle));
        }
        dump.blocks(&document.blocks);
        for note in &document.footnotes {
            dump.line(&format!("footnote {} {:?} called {}×", note.number, note.label, note.mentions));
            dump.indented(|dump| dump.blocks(&note.blocks));
        }
        for entry in &document.references {
            dump.line(&format!(
                "reference {} {:?} {} mentioned {}×",
                entry.number, entry.label, entry.url, entry.mentions
            ));
            if let Some(work) = &entry.work {
                let by = work.author_year.as_ref().map(|by| format!(" by {:?} in {}", by.authors, by.year));
                dump.indented(|dump| {
                    dump.line(&format!("work {}{}", work.identifier.printed(), by.unwrap_or_default()))
                });
            }
        }
    });
    dump.out
}

struct Dump<'a> {
    out: String,
    depth: usize,
    text: &'a str,
    lines: LineIndex,
}

impl Dump<'_> {
    fn line(&mut self, line: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{:indent$}{line}", "", indent = self.depth * 2);
    }

    fn indented(&mut self, inside: impl FnOnce(&mut Self)) {
        self.depth += 1;
        inside(self);
        self.depth -= 1;
    }

    fn at(&self, span: Span) -> String {
        let place = |offset: u32| self.lines.line_column(self.text, offset as usize);
        format!("@{}-{}", place(span.start), place(span.end))
    }

    fn metadata(&mut self, metadata: &Metadata) {
        let Metadata {
            title,
            description,
            published,
            updated,
            authors,
            categories,
            tags,
            cover,
            slug,
            language,
            draft,
            noindex,
            canonical,
            review,
            url,
            path,
            places: _,
            blanks: _,
            opening: _,
        } = metadata;
        self.line(&format!("title {title:?}"));
        let mut field = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                self.line(&format!("{name} {value}"));
            }
        };
        field("description", description.as_ref().map(|text| format!("{text:?}")));
        field("published", published.map(|date| date.iso()));
        field("updated", updated.map(|date| date.iso()));
        for author in authors {
            field("author", Some(format!("{:?} key {:?}", author.name, author.key)));
        }
        for category in categories {
            field("category", Some(format!("{:?} slug {:?}", category.name, category.slug)));
        }
        field("tags", (!tags.is_empty()).then(|| format!("{tags:?}")));
        field("cover", cover.as_ref().map(|cover| format!("{} alt {:?}", source(&cover.source), cover.alt)));
        field("slug", slug.as_ref().map(|slug| format!("{slug:?}")));
        field("language", Some(language.to_string()));
        field("draft", draft.then(|| "yes".to_owned()));
        field("noindex", noindex.then(|| "yes".to_owned()));
        field("canonical", canonical.clone());
        field(
            "reviewed",
            review.as_ref().map(|review| format!("{} by {:?}", review.date, review.reviewer.name)),
        );
        field("url", url.clone());
        field("path", (!path.is_empty()).then(|| path.clone()));
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        let at = self.at(block.span);
        match &block.kind {
            BlockKind::Heading(heading) => self.heading("heading", heading, &at),
            BlockKind::Paragraph(content) => self.holding("paragraph", &at, content),
            BlockKind::Disclaimer(content) => self.holding("disclaimer", &at, content),
            BlockKind::List(list) => {
                let marker = match list.marker {
                    ListMarker::Bullet => "bullet".to_owned(),
                    ListMarker::Ordered { start } => format!("ordered from {start}"),
                };
                self.line(&format!("list {marker} {} {at}", if list.tight { "tight" } else { "loose" }));
                self.indented(|dump| {
                    for item in &list.items {
                        let task = match item.task {
                            None => "",
                            Some(true) => " [x]",
                            Some(false) => " [ ]",
                        };
                        dump.line(&format!("item{task} {}", dump.at(item.span)));
                        dump.indented(|dump| dump.blocks(&item.blocks));
                    }
                });
            }
            BlockKind::DefinitionList(entries) => {
                self.line(&format!("definitions {at}"));
                self.indented(|dump| {
                    for entry in entries {
                        dump.line(&format!("term {}", dump.at(entry.span)));
                        dump.indented(|dump| dump.inlines(&entry.term));
                        for definition in &entry.definitions {
                            dump.line("definition");
                            dump.indented(|dump| dump.blocks(definition));
                        }
                    }
                });
            }
            BlockKind::BlockQuote(blocks) => {
                self.line(&format!("quote {at}"));
                self.indented(|dump| dump.blocks(blocks));
            }
            BlockKind::Callout(callout) => {
                let kind = format!("{:?}", callout.kind).to_lowercase();
                self.line(&format!("callout {kind} {:?} {at}", callout.label));
                self.indented(|dump| dump.blocks(&callout.blocks));
            }
            BlockKind::Code(code) => {
                self.line(&format!("code {:?} {at}", code.language.as_deref().unwrap_or("")));
                self.indented(|dump| code.text.lines().for_each(|line| dump.line(&format!("|{line}"))));
            }
            BlockKind::Table(table) => {
                let columns: Vec<String> =
                    table.columns.iter().map(|column| format!("{column:?}").to_lowercase()).collect();
                self.line(&format!("table {} {at}", columns.join(" ")));
                self.indented(|dump| {
                    if let Some(caption) = &table.caption {
                        dump.holding("caption", "", caption);
                    }
                    for (name, row) in std::iter::once(("header", &table.header))
                        .chain(table.rows.iter().map(|row| ("row", row)))
                    {
                        dump.line(&format!("{name} {}", dump.at(row.span)));
                        dump.indented(|dump| {
                            row.cells.iter().for_each(|cell| dump.holding("cell", "", cell))
                        });
                    }
                });
            }
            BlockKind::Figure(figure) => {
                let number = figure.number.map(|number| format!(" {number}")).unwrap_or_default();
                self.line(&format!("figure{number} {} {at}", image(&figure.image)));
                if let Some(caption) = &figure.caption {
                    self.indented(|dump| dump.holding("caption", "", caption));
                }
            }
            BlockKind::Math(tex) => self.line(&format!("math {tex:?} {at}")),
            BlockKind::ThematicBreak => self.line(&format!("break {at}")),
            BlockKind::Faq(faq) => {
                self.heading("faq", &faq.heading, &at);
                self.indented(|dump| dump.blocks(&faq.body));
            }
            BlockKind::Question(question) => {
                self.heading("question", &question.heading, &at);
                self.indented(|dump| dump.blocks(&question.answer));
            }
        }
    }

    fn heading(&mut self, name: &str, heading: &Heading, at: &str) {
        self.holding(&format!("{name} {} #{}", heading.level, heading.anchor), at, &heading.content);
    }

    fn holding(&mut self, name: &str, at: &str, content: &[Inline]) {
        self.line(format!("{name} {at}").trim_end());
        self.indented(|dump| dump.inlines(content));
    }

    fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(text) => self.line(&format!("{text:?}")),
            Inline::Code(text) => self.line(&format!("code {text:?}")),
            Inline::Math(tex) => self.line(&format!("math {tex:?}")),
            Inline::Emphasis(content) => self.holding("emphasis", "", content),
            Inline::Strong(content) => self.holding("strong", "", content),
            Inline::Strikethrough(content) => self.holding("strikethrough", "", content),
            Inline::Subscript(content) => self.holding("subscript", "", content),
            Inline::Superscript(content) => self.holding("superscript", "", content),
            Inline::Link(link) => {
                let number = link
                    .reference
                    .map(|number| format!(" [{number}] mention {}", link.mention))
                    .unwrap_or_default();
                let title = link.title.as_ref().map(|title| format!(" title {title:?}")).unwrap_or_default();
                let name = format!("link {}{title}{number}", target(&link.target));
                self.holding(&name, &self.at(link.span), &link.content);
            }
            Inline::Citation(citation) => {
                let form = if citation.author_year { " author-year" } else { "" };
                let name = format!(
                    "citation [{}] mention {}{form} {}",
                    citation.reference, citation.mention, citation.url
                );
                self.holding(&name, &self.at(citation.span), &citation.content);
            }
            Inline::Image(picture) => {
                self.line(&format!("image {} {}", image(picture), self.at(picture.span)))
            }
            Inline::FootnoteCall(call) => {
                let line = format!(
                    "footnote-call {} {:?} mention {} {}",
                    call.number,
                    call.label,
                    call.mention,
                    self.at(call.span)
                );
                self.line(&line);
            }
            Inline::Passage(passage) => {
                let language =
                    passage.language.as_ref().map(|language| format!(" {language}")).unwrap_or_default();
                let direction =
                    passage.direction.map(|direction| format!(" {direction:?}")).unwrap_or_default();
                self.holding(&format!("passage{language}{direction}"), "", &passage.content);
            }
            Inline::SoftBreak => self.line("soft-break"),
            Inline::LineBreak => self.line("line-break"),
        }
    }
}

fn source(source: &ImageSource) -> String {
    match source {
        ImageSource::Unresolved(text) => format!("unresolved {text:?}"),
        ImageSource::File(asset) => format!("file {}", asset.name),
        ImageSource::Missing(text) => format!("missing {text:?}"),
    }
}

fn image(image: &Image) -> String {
    let title = image.title.as_ref().map(|title| format!(" title {title:?}")).unwrap_or_default();
    let decorative = if image.decorative { " decorative" } else { "" };
    format!("{} alt {:?}{decorative}{title}", source(&image.source), image.alt)
}

fn target(target: &LinkTarget) -> String {
    match target {
        LinkTarget::Unresolved(text) => format!("unresolved {text:?}"),
        LinkTarget::Web(url) => format!("web {url}"),
        LinkTarget::Contact(uri) => format!("contact {uri}"),
        LinkTarget::Anchor(anchor) => format!("anchor #{anchor}"),
        LinkTarget::Article(link) => {
            let anchor = link.anchor.as_ref().map(|anchor| format!("#{anchor}")).unwrap_or_default();
            let url = link.url.as_ref().map(|url| format!(" at {url}")).unwrap_or_default();
            format!("article {}{anchor}{url}{}", link.route, if link.bound { " bound" } else { "" })
        }
        LinkTarget::Nowhere(text) => format!("nowhere {text:?}"),
    }
}
