//! What becomes of typed punctuation.

use proptest::prelude::*;

use super::*;
use crate::model::{Language, Passage};

fn set_in(language: &str, typed: &str) -> String {
    let terms = Terms::default();
    let mut text = typed.to_owned();
    plain(&mut text, terms.of(&Language::parse(language).unwrap()));
    text
}

fn all(cases: &[(&str, &str)]) {
    for (typed, expected) in cases {
        assert_eq!(set_in("en", typed), *expected, "{typed}");
    }
}

#[test]
fn quotation_marks_open_and_close() {
    all(&[
        ("\"Yes,\" he said.", "“Yes,” he said."),
        ("(\"yes\")", "(“yes”)"),
        ("He said \"'yes' is it\".", "He said “‘yes’ is it”."),
        ("'outer \"inner\" text'", "‘outer “inner” text’"),
        ("\"one \"two\" three\"", "“one ‘two’ three”"),
        ("\"I was—\"", "“I was—”"),
        ("word—\"quoted\"—word", "word—“quoted”—word"),
        ("\"size 10\" and \"size 12\"", "“size 10” and “size 12”"),
        ("\"...and then\"", "“…and then”"),
        ("a \" b", "a \" b"),
    ]);
}

#[test]
fn apostrophes_are_not_quotation_marks() {
    all(&[
        ("it's the patients' data", "it’s the patients’ data"),
        ("the '90s, class of '98, the 1990's", "the ’90s, class of ’98, the 1990’s"),
        ("'Tis rock 'n' roll, go get 'em", "’Tis rock ’n’ roll, go get ’em"),
        ("'free from' labels don't help", "‘free from’ labels don’t help"),
        ("'90 percent' is much", "‘90 percent’ is much"),
        ("'Merica", "’Merica"),
    ]);
}

#[test]
fn marks_after_digits_may_be_units() {
    all(&[
        ("5' 10\" tall", "5' 10\" tall"),
        ("5'10\"", "5'10\""),
        ("a 12\" ruler", "a 12\" ruler"),
        ("\"the 5\" pipe\"", "“the 5\" pipe”"),
        ("\"10\"", "“10”"),
    ]);
}

#[test]
fn dashes_are_made_of_hyphens() {
    all(&[
        ("a guide - the complex", "a guide – the complex"),
        ("word--word, word -- word, word---word", "word–word, word – word, word—word"),
        ("use the --force option", "use the --force option"),
        ("kept — as it is", "kept — as it is"),
        ("-", "-"),
        ("- item", "- item"),
        ("----", "----"),
        ("well-known", "well-known"),
    ]);
}

#[test]
fn ranges_have_en_dashes() {
    all(&[
        (
            "30-50 mL daily for 10-21 days (24-72h), 2-4x/year",
            "30–50 mL daily for 10–21 days (24–72h), 2–4x/year",
        ),
        ("0.5-1.5 mg, 1,000-2,000 IU, 10%-20%, 5-10%", "0.5–1.5 mg, 1,000–2,000 IU, 10%–20%, 5–10%"),
        ("a 4-6-week cycle, 4-week cycles", "a 4–6-week cycle, 4-week cycles"),
        ("2010-2020, 2019-20, 10:30-11:45", "2010–2020, 2019–20, 10:30–11:45"),
        ("2001;108(4):459-473.", "2001;108(4):459–473."),
    ]);
}

#[test]
fn hyphens_of_names_dates_and_numbers_stay() {
    for typed in [
        "on 2026-02-14",
        "in 2026-02",
        "call 555-123-4567",
        "tel. 555-1234",
        "(800) 555-1234",
        "+43 123-4567",
        "ISBN 978-3-16-148410-0",
        "ISSN 1234-5678",
        "BPC-157 and IL-1 and COVID-19",
        "5-HT and 3-4-hydroxy",
        "CAS 56-81-5",
        "Figure 2-3",
        "10.1000/182-190",
        "doi:10.1000/182-190",
        "https://example.org/a--b/10-20?q='x'&y",
        "see www.example.org/10-20.",
        "me--you@example.org",
        "notes--10-20.pdf",
        "example.org/10-20",
        "0800-1234",
        "3-2",
        "1/2-3/4",
        "24-7",
    ] {
        assert_eq!(set_in("en", typed), typed);
    }
}

#[test]
fn ellipses_are_one_character() {
    all(&[
        ("wait...", "wait…"),
        ("wait....", "wait…."),
        ("a.....b", "a.....b"),
        (".../x", ".../x"),
        ("e.g.", "e.g."),
    ]);
}

#[test]
fn marks_are_those_of_the_language() {
    for (language, expected) in [
        ("de", "„Ja, ‚so‘ ist’s“"),
        ("de-CH", "«Ja, ‹so› ist’s»"),
        ("fr", "«\u{a0}Ja, “so” ist’s\u{a0}»"),
        ("nl", "‘Ja, “so” ist’s’"),
        ("sv", "“Ja, ‘so’ ist’s”"),
        ("pl", "„Ja, «so» ist’s”"),
        ("ja", "「Ja, 『so』 ist’s」"),
    ] {
        assert_eq!(set_in(language, "\"Ja, 'so' ist's\""), expected, "{language}");
    }
    assert_eq!(set_in("nl", "'s avonds in 't huis: 'ja'"), "’s avonds in ’t huis: ‘ja’");
    assert_eq!(set_in("zh", "他说\"你好\"吗"), "他说“你好”吗");
    assert_eq!(set_in("he", "צה\"ל וגם ג'ירפה"), "צה\"ל וגם ג'ירפה");
}

fn text(words: &str) -> Inline {
    Inline::Text(words.to_owned())
}

#[test]
fn marks_know_their_neighbours_across_markup() {
    let terms = Terms::default();
    let mut run = vec![
        text("\""),
        Inline::Strong(vec![text("Bold")]),
        text("\" and "),
        Inline::Emphasis(vec![text("Doe")]),
        text("'s "),
        Inline::Code("'x--y'".to_owned()),
        text("'s -"),
        Inline::SoftBreak,
        text("\""),
        Inline::Passage(Box::new(Passage {
            language: Language::parse("de"),
            direction: None,
            content: vec![text("\"ja\"")],
        })),
        text("\" \""),
        Inline::Code("c".to_owned()),
        text("\""),
    ];
    content(&mut run, terms.of(&Language::english()), &terms);
    let expected = vec![
        text("“"),
        Inline::Strong(vec![text("Bold")]),
        text("” and "),
        Inline::Emphasis(vec![text("Doe")]),
        text("’s "),
        Inline::Code("'x--y'".to_owned()),
        text("’s –"),
        Inline::SoftBreak,
        text("“"),
        Inline::Passage(Box::new(Passage {
            language: Language::parse("de"),
            direction: None,
            content: vec![text("‚ja‘")],
        })),
        text("” “"),
        Inline::Code("c".to_owned()),
        text("”"),
    ];
    assert_eq!(run, expected);
}

#[test]
fn a_publication_is_set_throughout_and_data_in_it_is_not() {
    use crate::model::{
        Block, Callout, CalloutKind, CodeBlock, Document, Figure, ImageSource, Link, Metadata, Reference,
        Route,
    };
    use crate::source::{SourceId, Span};
    let span = Span::default();
    let mut metadata = Metadata::new(Language::english());
    metadata.title = "It's".to_owned();
    metadata.description = Some("A guide - \"x\"".to_owned());
    metadata.path = "/it's--x".to_owned();
    let picture = || Image {
        source: ImageSource::Missing("it's.png".to_owned()),
        alt: "It's".to_owned(),
        decorative: false,
        title: Some("It's".to_owned()),
        span,
    };
    let url = "https://example.org/it's--x".to_owned();
    let link = Inline::Link(Box::new(Link {
        target: LinkTarget::Web(url.clone()),
        title: Some("It's".to_owned()),
        content: vec![text("it's")],
        reference: Some(1),
        mention: 1,
        span,
    }));
    let kinds = vec![
        BlockKind::Callout(Callout {
            kind: CalloutKind::Note,
            label: "Don't".to_owned(),
            blocks: vec![Block { kind: BlockKind::Paragraph(vec![link]), span }],
        }),
        BlockKind::Code(CodeBlock { language: None, text: "it's -- x".to_owned() }),
        BlockKind::Figure(Box::new(Figure {
            image: picture(),
            caption: Some(vec![text("It's")]),
            number: Some(1),
        })),
    ];
    let document = Document {
        source: SourceId(0),
        route: Route::from_segments(["x"]),
        metadata,
        subtitle: Some(vec![text("It's")]),
        blocks: kinds.into_iter().map(|kind| Block { kind, span }).collect(),
        footnotes: vec![],
        references: vec![Reference { number: 1, label: "it's".to_owned(), url, work: None, mentions: 1 }],
    };
    let mut publication = Publication::article(document);
    typeset(&mut publication, &Terms::default());
    let part = &publication.parts[0];
    assert_eq!(publication.metadata, part.metadata);
    let said = format!("{part:?}");
    assert_eq!(
        said.matches("It’s").count(),
        6,
        "title, subtitle, link title, alternative text, title and caption"
    );
    assert_eq!(said.matches("it’s").count(), 2, "link and reference");
    assert!(said.contains("Don’t") && said.contains("A guide – “x”"));
    for kept in ["/it's--x", "https://example.org/it's--x", "it's.png", "it's -- x"] {
        assert!(said.contains(kept), "{kept}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn setting_twice_changes_nothing_more(
        typed in "[\"'\\-. ,()a59s—“”‘’„:/x—…]{0,40}",
        language in prop::sample::select(vec!["en", "de", "fr", "nl", "sv", "ja", "he"]),
    ) {
        let once = set_in(language, &typed);
        prop_assert_eq!(set_in(language, &once), once);
    }

    #[test]
    fn nothing_but_punctuation_changes(typed in "\\PC{0,60}") {
        let words = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(words(&set_in("en", &typed)), words(&typed));
    }
}
