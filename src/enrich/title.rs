//! The title: from the front matter, else the first heading of level 1, else the name of the file.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Block, BlockKind, Document, Field, Inline, on_one_line, plain_text};

use super::{Setting, folding::fold, humanise::humanise, runs};

/// Finds the title. A first-level heading that repeats it leaves the body; a leading one that differs becomes the
/// subtitle.
pub fn run(document: &mut Document, _: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let title = on_one_line(&document.metadata.title).into_owned();
    document.metadata.title = match (title.is_empty(), first_heading(&document.blocks)) {
        (false, Some(found)) => {
            if fold(&plain_text(&found.content)) == fold(&title) {
                document.blocks.remove(found.at);
            } else if found.leads {
                document.blocks.remove(found.at);
                document.subtitle = Some(found.content);
            }
            title
        }
        (false, None) => title,
        (true, Some(found)) => {
            if found.leads {
                document.blocks.remove(found.at);
            }
            plain_text(&found.content)
        }
        (true, None) => {
            let name = humanise(document.route.slug());
            let title = if name.is_empty() { document.route.to_string() } else { name };
            let finding =
                Diagnostic::new(Code::MissingTitle, format!("the article has no title; “{title}” stands in"))
                    .help("add `title:` to the front matter, or begin with a heading `# Title`");
            diagnostics.push(match document.metadata.place_of(Field::Title) {
                Some(place) => finding.at(place),
                None => finding,
            });
            title
        }
    };
}

/// The first first-level heading that says something.
struct Found {
    at: usize,
    /// Whether no text stands before it.
    leads: bool,
    content: Vec<Inline>,
}

fn first_heading(blocks: &[Block]) -> Option<Found> {
    let mut leads = true;
    for (at, block) in blocks.iter().enumerate() {
        match &block.kind {
            BlockKind::Heading(heading) if heading.level == 1 && !runs::all_blank(&heading.content) => {
                let content = heading.content.clone();
                return (!plain_text(&content).is_empty()).then_some(Found { at, leads, content });
            }
            // A banner image or a rule above the title says nothing yet.
            BlockKind::Figure(_) | BlockKind::ThematicBreak => {}
            _ => leads = false,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;

    fn titled(title: &str, blocks: Vec<Block>) -> (Document, Vec<Diagnostic>) {
        let mut document = document(blocks);
        document.metadata.title = title.to_owned();
        identify_with(document, run)
    }

    #[test]
    fn a_leading_heading_equal_to_the_title_is_dropped() {
        let (document, findings) =
            titled("It's “here” -- now", vec![heading(1, "it’s \"Here\" – Now"), paragraph("x")]);
        assert_eq!(document.blocks.len(), 1);
        assert_eq!(document.subtitle, None);
        assert!(findings.is_empty());
    }

    #[test]
    fn a_leading_heading_that_differs_is_the_subtitle() {
        let (document, _) = titled("Semax", vec![heading(1, "A Guide"), paragraph("x")]);
        assert_eq!(document.metadata.title, "Semax");
        assert_eq!(document.subtitle, Some(vec![text("A Guide")]));
        assert_eq!(document.blocks.len(), 1);
    }

    #[test]
    fn a_later_heading_that_differs_stays() {
        let (document, _) = titled("Semax", vec![paragraph("x"), heading(1, "Part one")]);
        assert_eq!(document.blocks.len(), 2);
        assert_eq!(document.subtitle, None);
    }

    #[test]
    fn the_first_heading_is_the_title_when_there_is_no_other() {
        let (document, findings) =
            titled(" ", vec![heading(2, "Early"), heading(1, "Semax"), paragraph("x")]);
        assert_eq!(document.metadata.title, "Semax");
        assert_eq!(document.blocks.len(), 3, "it does not lead, so it stays");
        assert!(findings.is_empty());
        assert_eq!(titled("", vec![heading(1, "Semax")]).0.blocks.len(), 0);
    }

    #[test]
    fn the_file_name_is_the_last_resort() {
        let (document, findings) = titled("", vec![paragraph("x")]);
        assert_eq!(document.metadata.title, "The article");
        assert_eq!(codes(&findings), ["missing-title"]);
    }
}
