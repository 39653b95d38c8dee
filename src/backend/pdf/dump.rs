//! A readable form of a layout: the golden of layout tests.

use std::fmt::Write as _;

use super::fragment::{Layout, LinkTarget, Mark, Owner, Page, Rect, Shape};
use super::tags::{Attributes, Kid, TagId, TagTree};

/// The pages: what stands where, line by line, in paint order. Lengths are whole points.
pub fn pages(layout: &Layout) -> String {
    let mut out = String::new();
    for page in &layout.pages {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "page {} {:.0}×{:.0}", page.label, page.width, page.height);
        marks(page, &mut out);
        for link in &page.links {
            let target = match &link.target {
                LinkTarget::Uri(uri) => uri.to_string(),
                LinkTarget::Destination(name) => format!("#{name}"),
            };
            let areas: Vec<String> = link.areas.iter().map(|area| place(*area)).collect();
            let _ = writeln!(out, "  link {} → {target}", areas.join(", "));
        }
    }
    for destination in &layout.destinations {
        let _ = writeln!(
            out,
            "destination #{} page {} y {:.0}",
            destination.name,
            destination.page + 1,
            destination.y
        );
    }
    out
}

/// Joins the runs of one line that belong together, so that a line of text is one line of the dump.
fn marks(page: &Page, out: &mut String) {
    let mut line: Option<(f32, f32, f32, Owner, String)> = None;
    let flush = |line: &mut Option<(f32, f32, f32, Owner, String)>, out: &mut String| {
        if let Some((baseline, left, right, owner, text)) = line.take() {
            let _ = writeln!(
                out,
                "  {baseline:>4.0} {left:>4.0}–{right:.0}{} {:?}",
                kind(owner),
                text.trim_end()
            );
        }
    };
    for Mark { owner, shape } in &page.marks {
        match shape {
            Shape::Glyphs(run) => {
                let right = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>();
                match &mut line {
                    Some((_, _, end, kind, text))
                        if (run.x - *end).abs() < 0.5
                            && std::mem::discriminant(kind) == std::mem::discriminant(owner) =>
                    {
                        *end = right;
                        text.push_str(&run.text);
                    }
                    _ => {
                        flush(&mut line, out);
                        line = Some((run.baseline, run.x, right, *owner, run.text.clone()));
                    }
                }
            }
            Shape::Fill { rect, .. } if rect.height < 0.75 && matches!(owner, Owner::Decoration) => {}
            Shape::Fill { rect, .. } => {
                flush(&mut line, out);
                let _ = writeln!(out, "  fill {}{}", place(*rect), kind(*owner));
            }
            Shape::Frame { rect, stroke, top, bottom, .. } => {
                flush(&mut line, out);
                let open = if *top && *bottom { "" } else { " open" };
                let _ = writeln!(out, "  frame {} stroke {stroke}{open}{}", place(*rect), kind(*owner));
            }
            Shape::Image { clip, .. } => {
                flush(&mut line, out);
                let _ = writeln!(out, "  image {}{}", place(*clip), kind(*owner));
            }
        }
    }
    flush(&mut line, out);
}

fn kind(owner: Owner) -> &'static str {
    match owner {
        Owner::Content(_) => "",
        Owner::Header => " (header)",
        Owner::Footer => " (footer)",
        Owner::Decoration => " (decoration)",
    }
}

fn place(rect: Rect) -> String {
    format!("{:.0},{:.0} {:.0}×{:.0}", rect.x, rect.y, rect.width, rect.height)
}

/// The tag tree with the text that is read at each tag.
pub fn tags(layout: &Layout) -> String {
    let mut texts = vec![String::new(); layout.tags.slot_count()];
    for Mark { owner, shape } in layout.pages.iter().flat_map(|page| &page.marks) {
        let Owner::Content(slot) = owner else { continue };
        let Some(text) = texts.get_mut(slot.index()) else { continue };
        match shape {
            Shape::Glyphs(run) => text.push_str(&run.text),
            Shape::Image { .. } => text.push_str("(image)"),
            Shape::Fill { .. } | Shape::Frame { .. } => {}
        }
    }
    let mut out = String::new();
    tag(&layout.tags, layout.tags.root(), &texts, 0, &mut out);
    out
}

fn tag(tree: &TagTree, id: TagId, texts: &[String], depth: usize, out: &mut String) {
    let Some(tag_of) = tree.get(id) else { return };
    let _ = writeln!(
        out,
        "{:indent$}{}{}",
        "",
        tag_of.role.name(),
        attributes(tag_of.attributes()),
        indent = depth * 2
    );
    for kid in &tag_of.kids {
        match kid {
            Kid::Tag(child) => tag(tree, *child, texts, depth + 1, out),
            Kid::Slot(slot) => {
                let text = texts.get(slot.index()).map_or("", String::as_str);
                let _ = writeln!(out, "{:indent$}{text:?}", "", indent = depth * 2 + 2);
            }
        }
    }
}

fn attributes(attributes: &Attributes) -> String {
    let Attributes { language, alt, actual_text, title, list_numbering, scope, id, headers, column_span } =
        attributes;
    let mut said = String::new();
    let mut say = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = write!(said, " {name}={value}");
        }
    };
    let quoted = |text: &Option<String>| text.as_ref().map(|text| format!("{text:?}"));
    say("lang", language.clone());
    say("alt", quoted(alt));
    say("actual", quoted(actual_text));
    say("title", quoted(title));
    say("numbering", list_numbering.map(|numbering| format!("{numbering:?}")));
    say("scope", scope.map(|scope| format!("{scope:?}")));
    say("id", quoted(id));
    say("headers", (!headers.is_empty()).then(|| headers.join(",")));
    say("columns", column_span.map(|span| span.to_string()));
    said
}
