//! What the passes make of whole articles: golden files, and what holds for every document.
#![expect(clippy::expect_used, clippy::panic, reason = "a test may stop")]

mod golden;

use std::collections::BTreeSet;

use pepexport::catalog::{Catalog, Entry};
use pepexport::config::{Author, Config};
use pepexport::diagnostic::Diagnostic;
use pepexport::enrich::{Setting, Surroundings, complete, identify};
use pepexport::labels::Terms;
use pepexport::load::Roots;
use pepexport::model::{
    BlockKind, Document, ImageSource, Inline, Language, LinkTarget, Publication, Route, dump, plain_text,
    plain_text_of_blocks, walk,
};
use pepexport::read::read;
use pepexport::source::{LineIndex, SourceId};
use pepexport::typography::punctuation::typeset;
use proptest::prelude::*;

fn config() -> Config {
    let mut config = Config::default();
    config.site.base_url = Some("https://site.example".to_owned());
    let mira = Author { name: "Mira Okonjo".to_owned(), ..Author::default() };
    config.site.authors.insert("mira".to_owned(), mira);
    config
}

/// Reads and completes one text as the article `guides/input`; `neighbours` are articles beside it.
fn enrich(topic: &str, text: &str, neighbours: &[(&str, &str)]) -> (Document, Vec<Diagnostic>) {
    let (config, terms) = (config(), Terms::default());
    let setting = Setting { config: &config, terms: &terms };
    let folder = golden::folder(topic);
    let identified = |text: &str, name: &str, findings: &mut Vec<Diagnostic>| {
        let route = Route::from_segments(["guides", name]);
        let read = read(SourceId(0), text, &route, &Language::english()).expect("the article can be read");
        identify(read.drain_into(findings), &setting).drain_into(findings)
    };
    let mut findings = Vec::new();
    let document = identified(text, "input", &mut findings);
    let file = folder.join("input.md");
    let entries = neighbours.iter().map(|(name, text)| {
        let neighbour = identified(text, name, &mut Vec::new());
        Entry::of(&neighbour, &folder.join(format!("{name}.md")))
    });
    let catalog = Catalog::new(entries.chain([Entry::of(&document, &file)]));
    let around = Surroundings {
        catalog: &catalog,
        roots: &Roots { assets: folder.clone(), sources: vec![folder.clone()] },
        file: &file,
        bound: &BTreeSet::from([document.route.clone()]),
        today: None,
        asked: None,
    };
    let document = complete(document, &setting, &around).drain_into(&mut findings);
    (document, findings)
}

/// The findings as lines, without the folders of this machine.
fn listed(findings: &[Diagnostic], text: &str, topic: &str) -> String {
    let lines = LineIndex::new(text);
    let folder = golden::folder(topic).display().to_string();
    let line = |finding: &Diagnostic| {
        let place = finding.span.map(|span| lines.line_column(text, span.start as usize).to_string());
        let help = finding.help.as_deref().unwrap_or("-").replace(&folder, "FOLDER");
        format!("{} {} {}\n    {help}\n", place.as_deref().unwrap_or("-"), finding.code, finding.message)
    };
    findings.iter().map(line).collect()
}

fn check(topic: &str, neighbours: &[(&str, &str)]) -> Document {
    let text = golden::input(topic);
    let (document, findings) = enrich(topic, &text, neighbours);
    golden::check(topic, "model.txt", &dump(&document, &text));
    golden::check(topic, "findings.txt", &listed(&findings, &text, topic));
    document
}

#[test]
fn an_article_is_completed() {
    let neighbour = std::fs::read_to_string(golden::folder("enrich-article").join("neighbour.md")).unwrap();
    check("enrich-article", &[("neighbour", &neighbour)]);
}

#[test]
fn an_article_in_german_is_completed() {
    check("enrich-german", &[]);
}

#[test]
fn punctuation_is_set() {
    let topic = "enrich-punctuation";
    let text = golden::input(topic);
    let mut publication = Publication::article(enrich(topic, &text, &[]).0);
    let terms = Terms::default();
    typeset(&mut publication, &terms);
    golden::check(topic, "model.txt", &dump(&publication.parts[0], &text));
    let once = publication.clone();
    typeset(&mut publication, &terms);
    assert_eq!(publication, once, "setting twice changes nothing more");
}

/// Lines that meet each other in many ways.
const LINES: [&str; 48] = [
    "# Title",
    "# ",
    "## FAQ",
    "## Frequently asked questions",
    "### Why?",
    "### Why",
    "#### Deep?",
    "## Dose {#dose}",
    "## Dose",
    "## ???",
    "## [Linked](#dose)[^a]",
    "text",
    "- item",
    "- - nested",
    "> quoted",
    "> > twice",
    "> **Note:** said",
    "> **Key Takeaways**",
    "> **Warning",
    "> **Tip**",
    "> - point",
    "> [!NOTE]",
    "> [!WARNING]",
    "---",
    "***",
    "*Not medical advice.*",
    "**Disclaimer:** for educational use",
    "*[Not medical advice](x)*",
    "[a](#dose) [b](#none)",
    "[c](/guides/input) [d](input.md#dose) [e](../x.md)",
    "[f](https://pubmed.ncbi.nlm.nih.gov/1/)",
    "[Doe et al., 2001](https://pubmed.ncbi.nlm.nih.gov/1/) in 1999.",
    "[Roe, 2002](https://doi.org/10.5555/x)",
    "[g](javascript:x) [](https://x.example) [h]()",
    "![i](https://x.example/i.png)",
    "![j](none.png \"Cap\")",
    "[![k](https://x.example/k.png)](https://y.example)",
    "a[^a] b[^b] c[^c]",
    "[^a]: one [^b]",
    "[^b]: two[^a]",
    "[^c]: ## Head",
    "| a | b |",
    "|---|---|",
    "| [l](#x) | \"m\" |",
    "term",
    ": definition",
    "\"Don't\" -- 5-10 `x--y`...",
    "<span lang=\"de\">\"ja\"</span>",
];

fn markdown() -> impl Strategy<Value = String> {
    let line = (prop::sample::select(&LINES[..]), prop::bool::weighted(0.6));
    prop::collection::vec(line, 0..24).prop_map(|lines| {
        let lines = lines.iter().map(|(line, apart)| format!("{line}{}", if *apart { "\n\n" } else { "\n" }));
        // The first line is blank, so that `---` opens no front matter.
        std::iter::once("\n".to_owned()).chain(lines).collect()
    })
}

/// The words of a document, wherever they stand.
fn words(document: &Document) -> BTreeSet<String> {
    let mut text = format!("{}\n{}\n", document.metadata.title, plain_text_of_blocks(&document.blocks));
    text.push_str(&plain_text(document.subtitle.as_deref().unwrap_or_default()));
    for note in &document.footnotes {
        text.push('\n');
        text.push_str(&plain_text_of_blocks(&note.blocks));
    }
    let word = |word: &str| word.to_lowercase();
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(word).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn a_completed_document_is_whole(text in markdown()) {
        let read = read(SourceId(0), &text, &Route::from_segments(["guides", "input"]), &Language::english());
        let before = words(&read.unwrap().value);
        let (document, _) = enrich("enrich-article", &text, &[]);

        // A label is dropped only where the backends write the same word themselves.
        let mut lost: BTreeSet<String> = before.difference(&words(&document)).cloned().collect();
        lost.remove("disclaimer");
        prop_assert!(lost.is_empty(), "{lost:?} got lost");

        prop_assert!(!document.metadata.title.is_empty());
        let mut anchors = BTreeSet::new();
        let (mut calls, mut mentions) = (0, 0);
        let mut sound = true;
        let bodies = std::iter::once(&document.blocks).chain(document.footnotes.iter().map(|note| &note.blocks));
        for blocks in bodies {
            walk::blocks(blocks, &mut |block| {
                let heading = match &block.kind {
                    BlockKind::Heading(heading) => Some(heading),
                    BlockKind::Faq(faq) => Some(&faq.heading),
                    BlockKind::Question(question) => Some(&question.heading),
                    BlockKind::Figure(figure) => {
                        sound &= !matches!(figure.image.source, ImageSource::Unresolved(_));
                        None
                    }
                    _ => None,
                };
                if let Some(heading) = heading {
                    sound &= !heading.anchor.as_str().is_empty() && anchors.insert(heading.anchor.clone());
                }
            });
        }
        let mut visit = |inline: &Inline| match inline {
            Inline::Link(link) => {
                sound &= !matches!(link.target, LinkTarget::Unresolved(_));
                if let LinkTarget::Anchor(anchor) = &link.target {
                    sound &= anchors.contains(anchor);
                }
                if let Some(number) = link.reference {
                    mentions += 1;
                    sound &= document.reference(number).is_some_and(|entry| (1..=entry.mentions).contains(&link.mention));
                }
            }
            Inline::Citation(citation) => {
                mentions += 1;
                let entry = document.reference(citation.reference);
                sound &= entry.is_some_and(|entry| {
                    entry.url == citation.url && entry.work.is_some() && (1..=entry.mentions).contains(&citation.mention)
                });
            }
            Inline::FootnoteCall(call) => {
                calls += 1;
                let note = document.footnote(call.number);
                sound &= note.is_some_and(|note| note.label == call.label && (1..=note.mentions).contains(&call.mention));
            }
            Inline::Image(image) => sound &= !matches!(image.source, ImageSource::Unresolved(_)),
            _ => {}
        };
        walk::nested_inlines(document.subtitle.as_deref().unwrap_or_default(), &mut visit);
        walk::inlines(&document.blocks, &mut visit);
        for note in &document.footnotes {
            walk::inlines(&note.blocks, &mut visit);
        }
        prop_assert!(sound, "{}", dump(&document, &text));
        prop_assert_eq!(document.footnotes.iter().map(|note| note.mentions).sum::<u32>(), calls);
        prop_assert_eq!(document.references.iter().map(|entry| entry.mentions).sum::<u32>(), mentions);
        for (place, entry) in (1..).zip(&document.references) {
            prop_assert_eq!(entry.number, place);
        }
        for (place, note) in (1..).zip(&document.footnotes) {
            prop_assert_eq!(note.number, place);
        }
    }

    #[test]
    fn completing_any_text_never_stops(text in "\\PC{0,200}") {
        let route = Route::from_segments(["x"]);
        if read(SourceId(0), &text, &route, &Language::english()).is_ok() {
            enrich("enrich-article", &text, &[]);
        }
    }
}
