//! The driver of layout: a publication to pages.

use super::destinations::part_prefix;
use super::font::Fonts;
use super::fragment::{About, Destination, Layout, OutlineItem};
use super::furniture::furnish;
use super::gap::Closeness;
use super::lines::Memory;
use super::mirror::mirror;
use super::numbering::{PageNumbers, label, page_numbers};
use super::pages::{LaidPage, compose};
use super::paginate::{Sheet, paginate};
use super::stack::{REFERENCES, Stacked, TITLE, references_entry, stack};
use super::theme::Theme;
use crate::backend::Context;
use crate::diagnostic::Warned;
use crate::model::{Binding, Document, Language, OutlineEntry, Publication, TextDirection, outline};

/// Pages over which an article has a table of contents, when nothing is configured.
const CONTENTS_OVER: usize = 12;
/// A last page emptier than this is worth a second try with a little less space.
const SPARSE: f32 = 0.35;

/// Lays out a publication.
pub fn lay_out(publication: &Publication, context: &Context<'_>, fonts: &Fonts) -> Warned<Layout> {
    let theme = Theme::new(&context.config.pdf, publication.binding);
    let Laid { stacked, mut pages } = fit(publication, context, &theme, fonts);
    furnish(&mut pages, publication, context, &theme, fonts);
    for laid in &mut pages {
        if language_of(publication, laid.part).direction() == TextDirection::RightToLeft {
            mirror(&mut laid.page);
        }
    }
    let destinations = destinations(&pages);
    let layout = Layout {
        destinations,
        pages: pages.into_iter().map(|laid| laid.page).collect(),
        tags: stacked.tags,
        outline: bookmarks(publication, context),
        about: about(publication),
    };
    Warned { value: layout, diagnostics: stacked.diagnostics }
}

/// The language of a part; what stands before all parts of a book speaks that of the book.
fn language_of(publication: &Publication, part: usize) -> &Language {
    publication.parts.get(part).map_or(&publication.metadata.language, |part| &part.metadata.language)
}

/// A publication on its pages.
struct Laid {
    stacked: Stacked,
    pages: Vec<LaidPage>,
}

/// Stacks and paginates; an article with less space if that saves a nearly empty last page.
fn fit(publication: &Publication, context: &Context<'_>, theme: &Theme, fonts: &Fonts) -> Laid {
    // A book's memory would be larger than its pages.
    let memory = Memory::default();
    let memory = Some(&memory).filter(|_| publication.binding == Binding::Article);
    let lay = Lay { publication, context, theme, fonts, memory };
    let stacked = lay.stack(None, true);
    let usual = paginate(&stacked.flow, theme, Closeness::Usual);
    if lay.has_contents(usual.len()) {
        if let Some(memory) = memory {
            memory.be_thorough();
        }
        let usual = lay.with_contents(lay.compose(stacked, &usual, Closeness::Usual), Closeness::Usual);
        if !lay.is_sparse(usual.pages.len(), usual.pages.last().map(|page| page.filled)) {
            return usual;
        }
        let mut tight = lay.laid(None, true, Closeness::Tight);
        if lay.has_contents(tight.pages.len()) {
            tight = lay.with_contents(tight, Closeness::Tight);
        }
        return if tight.pages.len() < usual.pages.len() { tight } else { usual };
    }
    if lay.is_sparse(usual.len(), usual.last().map(|sheet| sheet.filled)) {
        let tight = paginate(&stacked.flow, theme, Closeness::Tight);
        if tight.len() < usual.len() {
            return lay.compose(stacked, &tight, Closeness::Tight);
        }
    }
    lay.compose(stacked, &usual, Closeness::Usual)
}

/// Passes after which references to pages are left out of running text: the length of a number can move the very
/// heading it names, so that no pass agrees with the one before.
const MOST_PASSES: usize = 6;

/// What every pass has in common.
struct Lay<'a> {
    publication: &'a Publication,
    context: &'a Context<'a>,
    theme: &'a Theme,
    fonts: &'a Fonts,
    memory: Option<&'a Memory>,
}

impl Lay<'_> {
    /// Whether a publication of so many pages has a table of contents.
    fn has_contents(&self, pages: usize) -> bool {
        match self.publication.binding {
            Binding::Book => true,
            Binding::Article => self.context.config.pdf.contents.unwrap_or(pages > CONTENTS_OVER),
        }
    }

    /// Whether an article's last page is nearly empty.
    fn is_sparse(&self, pages: usize, filled: Option<f32>) -> bool {
        let page = &self.theme.page;
        self.publication.binding == Binding::Article
            && pages > 1
            && filled.is_some_and(|filled| (filled - page.top) / page.text_height() < SPARSE)
    }

    fn stack(&self, known: Option<&PageNumbers>, in_text: bool) -> Stacked {
        stack(self.publication, self.context, self.theme, self.fonts, self.memory, known, in_text)
    }

    fn compose(&self, mut stacked: Stacked, sheets: &[Sheet], closeness: Closeness) -> Laid {
        let mut pages = compose(&mut stacked.flow, sheets, self.theme, closeness);
        label(&mut pages, self.publication, self.theme.facing);
        Laid { stacked, pages }
    }

    fn laid(&self, known: Option<&PageNumbers>, in_text: bool, closeness: Closeness) -> Laid {
        let stacked = self.stack(known, in_text);
        let sheets = paginate(&stacked.flow, self.theme, closeness);
        self.compose(stacked, &sheets, closeness)
    }

    /// Adds the contents to what a first pass has laid. Page numbers are known only after it, and they may move what
    /// they number: passes are made until one gives the numbers it was made with.
    fn with_contents(&self, first: Laid, closeness: Closeness) -> Laid {
        let mut numbers = page_numbers(&first.pages);
        // A pass may hold a whole book: one at a time.
        drop(first);
        let mut pass = 1;
        loop {
            let laid = self.laid(Some(&numbers), pass < MOST_PASSES, closeness);
            let found = page_numbers(&laid.pages);
            pass += 1;
            if found == numbers || pass > 2 * MOST_PASSES {
                return laid;
            }
            numbers = found;
        }
    }
}

fn destinations(pages: &[LaidPage]) -> Vec<Destination> {
    let mut seen = std::collections::BTreeSet::new();
    let mut destinations = Vec::new();
    for (page, laid) in pages.iter().enumerate() {
        for (name, y) in &laid.destinations {
            if seen.insert(name.clone()) {
                destinations.push(Destination { name: name.clone(), page, y: *y });
            }
        }
    }
    destinations
}

/// Bookmarks: the article's title over its headings; in a book, all articles, and the references of the whole.
fn bookmarks(publication: &Publication, context: &Context<'_>) -> Vec<OutlineItem> {
    let of_part = |part: &Document| {
        let prefix = match publication.binding {
            Binding::Article => String::new(),
            Binding::Book => part_prefix(part.route.as_str()),
        };
        let mut entries = outline(&part.blocks);
        if !part.references.is_empty() {
            entries.push(references_entry(part, context.labels(&part.metadata.language)));
        }
        OutlineItem {
            title: part.metadata.title.clone(),
            destination: format!("{prefix}{TITLE}"),
            children: entries.iter().map(|entry| bookmark(entry, &prefix)).collect(),
        }
    };
    let whole = (!publication.references.is_empty()).then(|| OutlineItem {
        title: context
            .labels(&publication.metadata.language)
            .references_title(&publication.references)
            .to_owned(),
        destination: REFERENCES.to_owned(),
        children: Vec::new(),
    });
    publication.parts.iter().map(of_part).chain(whole).collect()
}

fn bookmark(entry: &OutlineEntry, prefix: &str) -> OutlineItem {
    OutlineItem {
        title: entry.title.clone(),
        destination: format!("{prefix}{}", entry.anchor),
        children: entry.children.iter().map(|child| bookmark(child, prefix)).collect(),
    }
}

fn about(publication: &Publication) -> About {
    let metadata = &publication.metadata;
    About {
        title: metadata.title.clone(),
        authors: metadata.authors.iter().map(|author| author.name.clone()).collect(),
        description: metadata.description.clone(),
        keywords: metadata.tags.clone(),
        language: metadata.language.as_str().to_owned(),
        created: metadata.published,
        modified: metadata.updated.or(metadata.published),
    }
}

#[cfg(test)]
mod tests {
    use super::super::fragment::Shape;
    use super::super::sample::of_markdown;
    use super::*;

    /// Pages of an article of so many paragraphs of a line, and the distance between the first two of them.
    fn laid(paragraphs: usize) -> (usize, f32) {
        let text: String = (0..paragraphs).map(|number| format!("Paragraph {number}.\n\n")).collect();
        let layout = of_markdown(&format!("---\ntitle: T\n---\n\n{text}"), Fonts::bundled()).value;
        let marks = layout.pages.iter().flat_map(|page| &page.marks);
        let baselines: Vec<f32> = marks
            .filter_map(|mark| match &mark.shape {
                Shape::Glyphs(run) if run.text.starts_with("Paragraph ") => Some(run.baseline),
                _ => None,
            })
            .collect();
        assert_eq!(baselines.len(), paragraphs, "none is lost");
        (layout.pages.len(), baselines[1] - baselines[0])
    }

    #[test]
    fn a_nearly_empty_last_page_is_saved_by_a_little_less_space() {
        let (_, usual) = laid(5);
        let theme = Theme::new(&crate::config::Config::default().pdf, Binding::Article);
        let space = |closeness| 2.0 * theme.u.at(closeness);
        let tight = usual - space(Closeness::Usual) + space(Closeness::Tight);
        assert!(tight < usual);
        let is_near = |a: f32, b: f32| (a - b).abs() < 0.01;
        let mut saved = 0;
        let mut before = (1, usual);
        for paragraphs in 6..80 {
            let (pages, distance) = laid(paragraphs);
            assert!(is_near(distance, usual) || is_near(distance, tight), "{paragraphs}: {distance}");
            if is_near(distance, tight) {
                // As many pages as with one paragraph less.
                assert_eq!(pages, before.0, "{paragraphs}");
                saved += 1;
            }
            assert!((before.0..=before.0 + 1).contains(&pages), "{paragraphs}");
            before = (pages, distance);
        }
        assert!(before.0 > 2 && saved > 2, "{saved} of {} pages", before.0);
    }
}
