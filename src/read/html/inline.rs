//! Tags within text.

use std::ops::Range;

use crate::model::{Image, ImageSource, Inline, Link, LinkTarget};
use crate::read::inlines::Inlines;
use crate::read::reader::Reader;

use super::elements::{Meaning, block, embedded, is_void, meaning, speech};
use super::tokens::{StartTag, Token, tokenize};

/// Takes one tag of inline HTML. A comment, declaration or instruction is nothing.
pub(in crate::read) fn inline_tag(
    html: &str,
    range: &Range<usize>,
    inlines: &mut Inlines,
    reader: &mut Reader<'_>,
) {
    let mut tokens = tokenize(html).peekable();
    if tokens.peek().is_none() {
        inlines.dropped();
    }
    for (token, _) in tokens {
        match token {
            Token::Start { tag, .. } => start(&tag, range.clone(), inlines, reader),
            Token::End { name, .. } => end(&name, range.clone(), inlines, reader),
            Token::Text(_) | Token::Block(_) | Token::PieceEnd => {}
        }
    }
}

/// Takes a start tag within text.
pub(super) fn start(tag: &StartTag, range: Range<usize>, inlines: &mut Inlines, reader: &mut Reader<'_>) {
    match meaning(tag) {
        Meaning::Marked(mark) => {
            embed(tag, range.clone(), inlines, reader);
            inlines.open_element(&tag.name, mark, speech(tag), range.clone(), reader);
            if tag.closed || is_void(&tag.name) {
                inlines.close_element(&tag.name, range, reader);
            }
        }
        Meaning::Break => inlines.push(Inline::LineBreak, reader),
        Meaning::Image { source, alt, decorative, title } => {
            let span = reader.span(range);
            let source = ImageSource::Unresolved(source);
            inlines.push(Inline::Image(Box::new(Image { source, alt, decorative, title, span })), reader);
        }
        Meaning::Line { bullet } => {
            inlines.new_line(reader);
            if bullet {
                inlines.push(Inline::Text("• ".to_owned()), reader);
            }
        }
        Meaning::Nothing => {}
        Meaning::Unknown => {
            inlines.dropped();
            report_unknown(&tag.name, range, reader);
        }
    }
}

/// Puts a link in the place of something that would be embedded.
pub(super) fn embed(tag: &StartTag, range: Range<usize>, inlines: &mut Inlines, reader: &mut Reader<'_>) {
    if let Some((target, words)) = embedded(tag) {
        let span = reader.span(range);
        let link = Link {
            target: LinkTarget::Unresolved(target),
            title: None,
            content: vec![Inline::Text(words)],
            reference: None,
            mention: 0,
            span,
        };
        inlines.push(Inline::Link(Box::new(link)), reader);
    }
}

/// Takes an end tag within text.
pub(super) fn end(name: &str, range: Range<usize>, inlines: &mut Inlines, reader: &mut Reader<'_>) {
    match meaning(&StartTag::named(name)) {
        Meaning::Marked(_) => inlines.close_element(name, range, reader),
        Meaning::Line { .. } if block(name).is_some() && name != "li" => inlines.new_line(reader),
        Meaning::Unknown if !is_void(name) => {
            inlines.dropped();
            report_unknown(name, range, reader);
        }
        Meaning::Break
        | Meaning::Image { .. }
        | Meaning::Line { .. }
        | Meaning::Nothing
        | Meaning::Unknown => {}
    }
}

fn report_unknown(name: &str, range: Range<usize>, reader: &mut Reader<'_>) {
    reader.report_dropped(
        name,
        range,
        "means nothing in a document; it was dropped",
        "take the tag out; its text stays",
    );
}
