//! Front matter in every dialect, and what is wrong with it.

use crate::diagnostic::Code;
use crate::model::{Field, ImageSource, Language, Metadata, Route};
use crate::source::SourceId;

/// The metadata of an article, and its findings with the text they point at.
fn read(text: &str) -> (Metadata, Vec<(Code, String)>) {
    let route = Route::from_segments(["articles", "x"]);
    let warned = crate::read::read(SourceId(0), text, &route, &Language::english()).unwrap();
    let at = |span: crate::source::Span| text.get(span.range()).unwrap().to_owned();
    let found = warned.diagnostics.iter().map(|found| (found.code, at(found.span.unwrap()))).collect();
    (warned.value.metadata, found)
}

fn yaml(fields: &str) -> (Metadata, Vec<(Code, String)>) {
    read(&format!("---\n{fields}\n---\n\nText.\n"))
}

fn clean(fields: &str) -> Metadata {
    let (metadata, found) = yaml(fields);
    assert_eq!(found, [], "{fields}");
    metadata
}

/// The error of an article that cannot be read: message and the text it points at.
fn error(text: &str) -> (String, String) {
    let route = Route::from_segments(["x"]);
    let found = crate::read::read(SourceId(0), text, &route, &Language::english()).unwrap_err();
    let error = found.last().unwrap();
    assert_eq!(error.code, Code::InvalidFrontMatter);
    (error.message.clone(), text.get(error.span.unwrap().range()).unwrap().to_owned())
}

fn cover(metadata: &Metadata) -> (&str, &str) {
    let cover = metadata.cover.as_ref().unwrap();
    match &cover.source {
        ImageSource::Unresolved(source) => (source, &cover.alt),
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_name_of_a_field_is_read() {
    for key in ["description", "excerpt", "summary"] {
        assert_eq!(clean(&format!("{key}: A *b*.")).description.unwrap(), "A b.", "{key}");
    }
    for key in ["published", "date", "pubDate", "pub_date", "publishDate"] {
        assert_eq!(clean(&format!("{key}: 2026-02-14")).published.unwrap().iso(), "2026-02-14", "{key}");
    }
    for key in ["updated", "lastmod", "modified", "updatedDate", "last-modified-at"] {
        assert_eq!(clean(&format!("{key}: 2026-02-14")).updated.unwrap().iso(), "2026-02-14", "{key}");
    }
    for key in ["image", "cover", "heroImage", "featured_image"] {
        assert_eq!(cover(&clean(&format!("{key}: /a.png"))), ("/a.png", ""), "{key}");
        for path in ["src", "url", "path"] {
            let fields = format!("{key}:\n  {path}: a.png\n  alt: An A");
            assert_eq!(cover(&clean(&fields)), ("a.png", "An A"), "{fields}");
        }
    }
    for key in ["image_alt", "imageAlt", "coverAlt", "heroImageAlt"] {
        assert_eq!(
            cover(&clean(&format!("{key}: An A\nimages: [a.png, b.png]"))),
            ("a.png", "An A"),
            "{key}"
        );
    }
    for key in ["lang", "language", "locale"] {
        assert_eq!(clean(&format!("{key}: pt_br")).language.as_str(), "pt-BR", "{key}");
    }
    for key in ["canonical", "canonicalURL", "canonical_url"] {
        assert_eq!(
            clean(&format!("{key}: https://a.example/")).canonical.unwrap(),
            "https://a.example/",
            "{key}"
        );
    }
}

#[test]
fn people_come_in_many_forms() {
    let names = |fields: &str| -> Vec<String> {
        clean(fields).authors.into_iter().map(|author| author.name).collect()
    };
    assert_eq!(names("author: Jane Doe"), ["Jane Doe"]);
    assert_eq!(names("authors: [jane, john]"), ["jane", "john"]);
    assert_eq!(names("author:\n  name: Jane"), ["Jane"]);
    assert_eq!(names("authors:\n- name: Jane\n  url: https://a.example\n- John"), ["Jane", "John"]);
    let review = clean("reviewed: 2026-01-02\nreviewer: {name: Dr. Roe}").review.unwrap();
    assert_eq!((review.date.iso().as_str(), review.reviewer.name.as_str()), ("2026-01-02", "Dr. Roe"));
}

#[test]
fn subjects_are_lists_or_texts() {
    assert_eq!(clean("tags: [a, B, b, 5]").tags, ["a", "B", "5"]);
    assert_eq!(clean("keywords: a, b c ,, d").tags, ["a", "b c", "d"]);
    assert_eq!(clean("tags:\n- a\n- 1.50").tags, ["a", "1.5"]);
    let slugs = |fields: &str| -> Vec<String> {
        clean(fields).categories.into_iter().map(|category| category.slug).collect()
    };
    assert_eq!(slugs("category: peptide-guides"), ["peptide-guides"]);
    assert_eq!(slugs("categories: [a, b]"), ["a", "b"]);
    assert_eq!(slugs("category: a, b"), ["a, b"]);
}

#[test]
fn scalars_keep_what_the_author_wrote() {
    assert_eq!(clean("title: 1.10").title, "1.10");
    assert_eq!(clean("title: 2024").title, "2024");
    assert_eq!(clean("title: >\n  folded\n  text").title, "folded text");
    assert_eq!(
        clean("title: 'A | B: <b>C</b> &amp; `d` [e](f) 5*3 snake_case_x $1-$2'").title,
        "A | B: C & d e 5*3 snake_case_x $1-$2"
    );
    assert_eq!(clean("title: 1. # Not a list").title, "1.");
    assert_eq!(clean("title: '# - 1. not a block'").title, "# - 1. not a block");
    assert_eq!(clean("slug: 42").slug.unwrap(), "42");
    let (metadata, _) = yaml("title: \"a\\0b\\x1Ac\"");
    assert_eq!(metadata.title, "a\u{FFFD}b$c");
}

#[test]
fn flags_are_lenient() {
    assert!(clean("draft: true").draft);
    assert!(clean("draft: 'yes'").draft);
    assert!(!clean("draft: false").draft);
    assert!(clean("published: false").draft, "Jekyll");
    assert!(clean("published: true\ndate: 2026-01-01").published.is_some());
    assert!(clean("noindex: true").noindex);
    assert!(clean("robots: noindex, nofollow").noindex);
}

#[test]
fn toml_is_read() {
    let text = "+++\ntitle = \"A\"\ndate = 2026-02-14T08:00:00Z\nupdated = 2026-02-15\ndraft = true\n\
                [taxonomies]\ntags = [\"a\", \"b\"]\n[extra]\nauthor = \"Jane\"\n+++\nText.";
    let (metadata, found) = read(text);
    assert_eq!(found, []);
    assert_eq!(metadata.title, "A");
    assert_eq!(metadata.published.unwrap().iso(), "2026-02-14T08:00:00+00:00");
    assert_eq!(metadata.updated.unwrap().iso(), "2026-02-15");
    assert_eq!(metadata.tags, ["a", "b"]);
    assert_eq!(metadata.authors.first().unwrap().name, "Jane");
    assert!(metadata.draft);
}

#[test]
fn values_of_the_wrong_kind_count_as_absent() {
    let cases = [
        ("title: [a]", Code::InvalidField, "[a]"),
        ("description: {a: b}", Code::InvalidField, "{a: b}"),
        ("date: soon", Code::InvalidDate, "soon"),
        ("date: 2026-02-30 # no", Code::InvalidDate, "2026-02-30"),
        ("date: 20260214", Code::InvalidDate, "20260214"),
        ("date: 2026-02-14\nupdated: 2026-02-13", Code::DateOrder, "2026-02-13"),
        ("author: true", Code::InvalidField, "true"),
        ("authors:\n  - url: x", Code::InvalidField, "authors:\n  - url: x"),
        ("tags: [{a: b}]", Code::InvalidField, "[{a: b}]"),
        ("image: false", Code::InvalidField, "false"),
        ("image: {alt: x}", Code::InvalidField, "{alt: x}"),
        ("lang: english language", Code::InvalidField, "english language"),
        ("draft: perhaps", Code::InvalidField, "perhaps"),
        ("noindex: 1", Code::InvalidField, "1"),
        ("canonical: javascript:alert(1)", Code::InvalidField, "javascript:alert(1)"),
        ("canonical: //host/x", Code::InvalidField, "//host/x"),
        ("slug: ../../etc/passwd", Code::UnsafeSlug, "../../etc/passwd"),
        ("slug: '..'", Code::UnsafeSlug, "'..'"),
    ];
    for (fields, code, place) in cases {
        let (metadata, found) = yaml(fields);
        assert_eq!(found, [(code, place.to_owned())], "{fields}");
        assert!(
            metadata.updated.is_none() && metadata.review.is_none() && metadata.cover.is_none(),
            "{fields}"
        );
        assert!(metadata.title.is_empty() && metadata.authors.is_empty() && metadata.canonical.is_none());
        assert_eq!(metadata.language, Language::english());
    }
    assert_eq!(yaml("slug: ../../etc/passwd").0.slug.unwrap(), "passwd");
    assert_eq!(yaml("slug: '..'").0.slug, None);
    assert_eq!(yaml("slug: a b:c").0.slug.unwrap(), "a-bc");
    let (metadata, found) = yaml("date: nonsense\npubDate: 2026-01-01");
    assert_eq!(
        (metadata.published.unwrap().iso().as_str(), found.len()),
        ("2026-01-01", 1),
        "the next name counts"
    );
}

#[test]
fn empty_values_are_absent_in_silence() {
    let nothing = |metadata: &Metadata| Metadata {
        blanks: metadata.blanks.clone(),
        opening: metadata.opening,
        ..Metadata::new(Language::english())
    };
    let metadata =
        clean("title:\ndescription: ''\ndate: ~\nauthor: []\ntags: ''\nimage:\nslug: ' '\nlang:\ndraft:");
    assert_eq!(metadata, nothing(&metadata));
    assert_eq!(metadata.blanks.len(), 9, "each is known to be there, and empty");
    for text in ["", "# only a comment"] {
        let metadata = clean(text);
        assert_eq!(metadata, nothing(&metadata));
    }
}

#[test]
fn what_is_wrong_with_a_field_has_a_place() {
    let text = "---\ntitle: A\ndescription:\ndate: ''\n---\n";
    let (metadata, _) = read(text);
    let place = |field| text.get(metadata.place_of(field).unwrap().range()).unwrap();
    assert_eq!(place(Field::Title), "A");
    assert_eq!(place(Field::Description), "description");
    assert_eq!(place(Field::Published), "''");
    assert_eq!(place(Field::Authors), "---");
    assert_eq!(read("Text.").0.place_of(Field::Authors), None);
}

#[test]
fn fields_between_braces_have_their_places() {
    let text = "---\n{title: \"A, b\", date: soon, tags: [x, y]}\n---\nText.";
    let (metadata, found) = read(text);
    assert_eq!(found, [(Code::InvalidDate, "soon".to_owned())]);
    let place = |field| text.get(metadata.places.get(&field).unwrap().range()).unwrap();
    assert_eq!((place(Field::Title), place(Field::Tags)), ("\"A, b\"", "[x, y]"));
}

#[test]
fn an_update_on_the_day_of_publication_is_in_order() {
    assert!(clean("date: 2026-02-14T10:00:00Z\nupdated: 2026-02-14").updated.is_some());
}

#[test]
fn every_field_has_its_place() {
    let text =
        "---\r\ntitle: \"A: b\"   # why\r\ntags:\r\n- a\r\n- b\r\nhero_image: {src: x.png}\r\n---\r\nText.";
    let (metadata, found) = read(text);
    assert_eq!(found, []);
    let place = |field| text.get(metadata.places.get(&field).unwrap().range()).unwrap();
    assert_eq!(place(Field::Title), "\"A: b\"   # why");
    assert_eq!(place(Field::Tags), "tags:\r\n- a\r\n- b");
    assert_eq!(place(Field::Image), "{src: x.png}");
    assert_eq!(metadata.places.len(), 3);
}

#[test]
fn broken_front_matter_is_an_error_at_its_line() {
    let cases = [
        ("---\ntitle: a: b\n---\n", "the YAML is not valid: a “: ” stands inside a value", ": b"),
        (
            "---\nµ: µµ\nb: @x\n---\n",
            "the YAML is not valid: a value or an indent starts with a character that YAML keeps for itself",
            "@x",
        ),
        ("---\ntitle: \"x\n---\n", "the YAML is not valid: a quotation mark or bracket is never closed", ""),
        ("---\na: 1\nb: 2\na: 3\n---\n", "the key “a” is there twice", "a: 3"),
        ("---\n- a\n- b\n---\n", "the front matter is not a list of “key: value” lines", "- a"),
        (
            "+++\na = x\n+++\n",
            "the TOML is not valid: string values must be quoted, expected literal string",
            "x",
        ),
        ("+++\na = 1\na = 2\n+++\n", "the TOML is not valid: duplicate key", "a = 2"),
    ];
    for (text, message, place) in cases {
        assert_eq!(error(text), (message.to_owned(), place.to_owned()), "{text}");
    }
}

#[test]
fn limits_hold() {
    let nested = |depth: usize| format!("---\na: {}{}\n---\n", "[".repeat(depth), "]".repeat(depth));
    assert!(yaml(&nested(30).replace("---\n", "")).1.is_empty());
    assert!(error(&nested(33)).0.contains("nested more than 32"));
    assert!(error(&nested(100_000)).0.contains("nested more than 32"));
    assert!(error(&format!("---\n{}\n---\n", "- ".repeat(100_000))).0.contains("nested more than 32"));
    assert!(error(&format!("---\na: {}\n---\n", "x".repeat(300_000))).0.contains("more than 262144"));
    let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..9 {
        let one = format!("*a{}", level - 1);
        bomb += &format!("a{level}: &a{level} [{}]\n", vec![one; 9].join(", "));
    }
    assert!(error(&format!("{bomb}---\n")).0.contains("more than 50000 values"));
}
