//! HTML in tokens, and which end tag belongs to which start tag.

use std::collections::HashMap;
use std::ops::Range;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, Token as Gum};

use crate::model::Block;
use crate::read::markdown::Piece;

use super::elements::is_void;

/// A token and where it stands in the source.
pub(super) struct Item {
    pub(super) token: Token,
    pub(super) range: Range<usize>,
}

pub(super) enum Token {
    Start {
        tag: StartTag,
        /// Index of the end tag that closes it, or of that of the element around it.
        close: Option<usize>,
    },
    End {
        name: String,
        /// Index of the start tag.
        open: Option<usize>,
    },
    Text(String),
    /// A finished block of Markdown.
    Block(Block),
    /// The end of a block of raw HTML.
    PieceEnd,
}

/// A start tag. Names are lower case, as HTML has them.
#[derive(Debug, Default)]
pub(super) struct StartTag {
    pub(super) name: String,
    attributes: Vec<(String, String)>,
    /// Whether it closes itself. HTML ignores that; authors mean it.
    pub(super) closed: bool,
}

impl StartTag {
    /// A tag without attributes.
    pub(super) fn named(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute that says something.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.attribute(name).map(str::trim).filter(|value| !value.is_empty())
    }
}

/// The tokens of pieces of HTML and of the blocks between them.
pub(super) fn read(pieces: Vec<Piece>) -> Vec<Item> {
    let mut items = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Block(block) => {
                let range = block.span.range();
                items.push(Item { token: Token::Block(block), range });
            }
            Piece::Html(html) => {
                items.extend(tokenize(&html.text).map(|(token, range)| {
                    let end = html.source_offset(range.end.saturating_sub(1)) + 1;
                    let start = html.source_offset(range.start).min(end);
                    Item { token, range: start..end }
                }));
                let end = html.source_offset(html.text.len());
                items.push(Item { token: Token::PieceEnd, range: end..end });
            }
        }
    }
    pair(&mut items);
    items
}

/// The tokens of HTML. Comments, declarations and instructions are none.
pub(super) fn tokenize(html: &str) -> impl Iterator<Item = (Token, Range<usize>)> {
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    // The content of `script`, `style`, `title` and their kin holds no tags.
    emitter.naively_switch_states(true);
    html5gum::Tokenizer::new_with_emitter(html, emitter).filter_map(|token| match token {
        Ok(Gum::StartTag(tag)) => {
            let range = tag.span.start..tag.span.end;
            let attributes = tag.attributes.into_iter().map(|(name, value)| (text(&name), text(&value)));
            let tag = StartTag {
                name: text(&tag.name),
                attributes: attributes.collect(),
                closed: tag.self_closing,
            };
            Some((Token::Start { tag, close: None }, range))
        }
        Ok(Gum::EndTag(tag)) => {
            Some((Token::End { name: text(&tag.name), open: None }, tag.span.start..tag.span.end))
        }
        Ok(Gum::String(string)) => Some((Token::Text(text(&string)), string.span.start..string.span.end)),
        Ok(Gum::Comment(_) | Gum::Doctype(_) | Gum::Error(_)) => None,
        Err(never) => match never {},
    })
}

fn text(string: &HtmlString) -> String {
    String::from_utf8_lossy(string).into_owned()
}

/// Tells each start tag its end tag. An end tag closes the innermost element of its name and all that were opened in
/// it; what nothing closes ends with its piece.
fn pair(items: &mut [Item]) {
    let mut open: Vec<(String, usize)> = Vec::new();
    let mut counts: HashMap<String, usize> = HashMap::new();
    let mut closes: Vec<(usize, usize)> = Vec::new();
    for (index, item) in items.iter_mut().enumerate() {
        match &mut item.token {
            // A paragraph ends wherever another block begins, whatever its tags say.
            Token::Start { tag, .. } if is_void(&tag.name) || tag.closed || tag.name == "p" => {}
            Token::Start { tag, .. } => {
                *counts.entry(tag.name.clone()).or_default() += 1;
                open.push((tag.name.clone(), index));
            }
            Token::End { name, open: start } if counts.get(name).is_some_and(|count| *count > 0) => {
                while let Some((opened, at)) = open.pop() {
                    if let Some(count) = counts.get_mut(&opened) {
                        *count -= 1;
                    }
                    closes.push((at, index));
                    if opened == *name {
                        *start = Some(at);
                        break;
                    }
                }
            }
            Token::End { .. } | Token::Text(_) | Token::Block(_) | Token::PieceEnd => {}
        }
    }
    for (start, end) in closes {
        if let Some(Item { token: Token::Start { close, .. }, .. }) = items.get_mut(start) {
            *close = Some(end);
        }
    }
}
