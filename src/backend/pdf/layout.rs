//! The driver of layout: a publication to pages.

use super::destinations::part_prefix;
use super::font::Fonts;
use super::fragment::{About, Destination, Layout, OutlineItem};
use super::furniture::furnish;
use super::lines::Memory;
use super::mirror::mirror;
use super::numbering::{PageNumbers, label, page_numbers};
use super::paginate::{LaidPage, paginate};
use super::stack::{REFERENCES, Stacked, TITLE, references_entry, stack};
use super::theme::Theme;
use crate::backend::Context;
use crate::diagnostic::Warned;
use crate::model::{Binding, Document, Language, OutlineEntry, Publication, TextDirection, outline};

/// Pages over which an article has a table of contents, when nothing is configured.
const CONTENTS_OVER: usize = 12;
/// A last page emptier than this is worth a second try with a little less space.
const SPARSE: f32 = 0.35;
/// The unit of vertical space in that second try, against the usual one.
const TIGHTER: f32 = 3.5 / 4.0;

/// Lays out a publication.
pub fn lay_out(publication: &Publication, context: &Context<'_>, fonts: &Fonts) -> Warned<Layout> {
    let (theme, stacked, mut pages) = fit(publication, context, fonts);
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

/// Stacks and paginates; an article once more with less space if that saves a nearly empty last page.
fn fit(publication: &Publication, context: &Context<'_>, fonts: &Fonts) -> (Theme, Stacked, Vec<LaidPage>) {
    let config = &context.config.pdf;
    // A book's memory would be larger than its pages.
    let memory = Memory::default();
    let memory = Some(&memory).filter(|_| publication.binding == Binding::Article);
    let lay = |unit| {
        with_contents(publication, context, Theme::new(config, publication.binding, unit), fonts, memory)
    };
    let usual = lay(1.0);
    let sparse = publication.binding == Binding::Article
        && usual.2.len() > 1
        && usual.2.last().is_some_and(|page| filled(page, &usual.0) < SPARSE);
    if !sparse {
        return usual;
    }
    let tight = lay(TIGHTER);
    if tight.2.len() < usual.2.len() { tight } else { usual }
}

fn filled(page: &LaidPage, theme: &Theme) -> f32 {
    (page.filled - theme.page.top) / theme.page.text_height()
}

/// Passes after which references to pages are left out of running text: the length of a number can move the very
/// heading it names, so that no pass agrees with the one before.
const MOST_PASSES: usize = 6;

/// Stacks and paginates, with contents where they are due. Page numbers are known only after a first pass, and they
/// may move what they number: passes are made until one gives the numbers it was made with.
fn with_contents(
    publication: &Publication,
    context: &Context<'_>,
    theme: Theme,
    fonts: &Fonts,
    memory: Option<&Memory>,
) -> (Theme, Stacked, Vec<LaidPage>) {
    let lay = |known: Option<&PageNumbers>, in_text: bool| {
        let mut stacked = stack(publication, context, &theme, fonts, memory, known, in_text);
        let mut pages = paginate(&mut stacked.flow, &theme);
        label(&mut pages, publication, theme.facing);
        (stacked, pages)
    };
    let (stacked, pages) = lay(None, true);
    let due = match publication.binding {
        Binding::Book => true,
        Binding::Article => context.config.pdf.contents.unwrap_or(pages.len() > CONTENTS_OVER),
    };
    if !due {
        return (theme, stacked, pages);
    }
    let mut numbers = page_numbers(&pages);
    // A pass may hold a whole book: one at a time.
    drop((stacked, pages));
    let mut pass = 1;
    loop {
        let (stacked, pages) = lay(Some(&numbers), pass < MOST_PASSES);
        let found = page_numbers(&pages);
        pass += 1;
        if found == numbers || pass > 2 * MOST_PASSES {
            return (theme, stacked, pages);
        }
        numbers = found;
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
