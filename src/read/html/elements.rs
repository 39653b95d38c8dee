//! What HTML elements mean to a document.

use crate::model::{Anchor, Language, TextDirection};
use crate::read::characters::{clean, clean_line};
use crate::read::inlines::{Mark, Speech};

use super::tokens::StartTag;

/// What an element within text means.
pub(super) enum Meaning {
    /// Its content is marked.
    Marked(Mark),
    /// A line break.
    Break,
    /// An image.
    Image { source: String, alt: String, decorative: bool, title: Option<String> },
    /// A block within text, as authors write them into cells: it begins a line.
    Line { bullet: bool },
    /// Nothing, and it holds nothing.
    Nothing,
    /// No meaning that we know: the tags are dropped and the content stays.
    Unknown,
}

/// What an element within text means.
pub(super) fn meaning(tag: &StartTag) -> Meaning {
    let title = || tag.text("title").map(clean_line);
    let marked = |mark| Meaning::Marked(mark);
    match tag.name.as_str() {
        "em" | "i" | "var" | "dfn" => marked(Mark::Emphasis),
        "strong" | "b" => marked(Mark::Strong),
        "del" | "s" | "strike" => marked(Mark::Strikethrough),
        "sub" => marked(Mark::Subscript),
        "sup" => marked(Mark::Superscript),
        "code" | "kbd" | "samp" | "tt" => marked(Mark::Code),
        "q" => marked(Mark::Quoted),
        "a" => marked(match tag.text("href") {
            Some(target) => Mark::Link { target: clean(target).into_owned(), title: title() },
            None => Mark::Transparent,
        }),
        "abbr" | "acronym" => marked(match title() {
            Some(title) => Mark::Expanded { title },
            None => Mark::Transparent,
        }),
        "rt" => marked(Mark::Reading),
        "rp" => marked(Mark::Redundant),
        "span" | "bdo" | "bdi" | "mark" | "u" | "ins" | "small" | "big" | "cite" | "time" | "data"
        | "font" | "label" | "nobr" | "ruby" | "rb" | "picture" => marked(Mark::Transparent),
        "br" => Meaning::Break,
        "img" if tag.text("src").or(tag.text("alt")).is_none() => Meaning::Nothing,
        "img" => Meaning::Image {
            source: clean(tag.text("src").unwrap_or_default()).into_owned(),
            alt: clean_line(tag.text("alt").unwrap_or_default()),
            decorative: tag.attribute("alt").is_some_and(|alt| alt.trim().is_empty()),
            title: title(),
        },
        "wbr" | "source" | "col" | "colgroup" | "meta" | "link" => Meaning::Nothing,
        "li" => Meaning::Line { bullet: true },
        name if block(name).is_some() => Meaning::Line { bullet: false },
        name if is_dropped(name) => marked(Mark::Dropped),
        _ => Meaning::Unknown,
    }
}

/// What an element means that is a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BlockElement {
    /// A part of the text that is no block of the model.
    Part,
    Paragraph,
    Heading(u8),
    List,
    OrderedList,
    Item,
    DefinitionList,
    Term,
    Definition,
    Quote,
    Preformatted,
    Table,
    TableHead,
    TableBody,
    Row,
    Cell,
    HeaderCell,
    Caption,
    Figure,
    FigureCaption,
    Summary,
    Rule,
}

/// The block that an element is.
pub(super) fn block(name: &str) -> Option<BlockElement> {
    Some(match name {
        "p" => BlockElement::Paragraph,
        "h1" => BlockElement::Heading(1),
        "h2" => BlockElement::Heading(2),
        "h3" => BlockElement::Heading(3),
        "h4" => BlockElement::Heading(4),
        "h5" => BlockElement::Heading(5),
        "h6" => BlockElement::Heading(6),
        "ul" | "menu" | "dir" => BlockElement::List,
        "ol" => BlockElement::OrderedList,
        "li" => BlockElement::Item,
        "dl" => BlockElement::DefinitionList,
        "dt" => BlockElement::Term,
        "dd" => BlockElement::Definition,
        "blockquote" => BlockElement::Quote,
        "pre" | "listing" | "xmp" => BlockElement::Preformatted,
        "table" => BlockElement::Table,
        "thead" => BlockElement::TableHead,
        "tbody" | "tfoot" => BlockElement::TableBody,
        "tr" => BlockElement::Row,
        "td" => BlockElement::Cell,
        "th" => BlockElement::HeaderCell,
        "caption" => BlockElement::Caption,
        "figure" => BlockElement::Figure,
        "figcaption" => BlockElement::FigureCaption,
        "summary" => BlockElement::Summary,
        "hr" => BlockElement::Rule,
        "div" | "section" | "article" | "aside" | "header" | "footer" | "main" | "nav" | "address"
        | "center" | "details" | "hgroup" | "search" | "html" | "body" | "noscript" => BlockElement::Part,
        _ => return None,
    })
}

/// Elements whose content is no text of a document.
pub(super) fn is_dropped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "iframe"
            | "object"
            | "embed"
            | "applet"
            | "svg"
            | "math"
            | "canvas"
            | "audio"
            | "video"
            | "template"
            | "head"
            | "title"
            | "noembed"
            | "noframes"
            | "frameset"
    )
}

/// What a dropped element would show, when it names it: address and words for a link.
pub(super) fn embedded(tag: &StartTag) -> Option<(String, String)> {
    let source = match tag.name.as_str() {
        "iframe" | "video" | "audio" | "embed" => tag.text("src"),
        "object" => tag.text("data"),
        _ => None,
    }?;
    let words = tag.text("title").or_else(|| tag.text("aria-label")).unwrap_or(source);
    Some((clean(source).into_owned(), clean_line(words)))
}

/// Whether a tag is the box of a task, and whether the task is done.
pub(super) fn task(tag: &StartTag) -> Option<bool> {
    let is_box =
        tag.name == "input" && tag.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox"));
    is_box.then(|| tag.attribute("checked").is_some())
}

/// Elements that hold nothing (HTML, 13.1.2).
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// The language and direction that a tag gives its content.
pub(super) fn speech(tag: &StartTag) -> Option<Speech> {
    let language = tag.text("lang").or_else(|| tag.text("xml:lang")).and_then(Language::parse);
    let direction = match tag.text("dir").map(str::to_ascii_lowercase).as_deref() {
        Some("ltr") => Some(TextDirection::LeftToRight),
        Some("rtl") => Some(TextDirection::RightToLeft),
        _ => None,
    };
    (language.is_some() || direction.is_some()).then_some(Speech { language, direction })
}

/// The anchor that a tag gives its block.
pub(super) fn anchor(tag: &StartTag) -> Anchor {
    Anchor::new(&clean(tag.text("id").unwrap_or_default()))
}
