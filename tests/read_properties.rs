//! What holds for any text: reading never fails on Markdown, spans point into the text, no word is lost, and time grows
//! with the length of the text.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::time::{Duration, Instant};

use pepexport::model::{Document, Language, Route, dump};
use pepexport::read::read;
use pepexport::source::SourceId;
use proptest::prelude::*;

#[path = "spans/mod.rs"]
mod spans;
use spans::{assert_in_text, assert_spans};

fn read_body(text: &str) -> Document {
    read(SourceId(0), text, &Route::from_segments(["x"]), &Language::english()).unwrap().value
}

/// Bits of Markdown and HTML that mean something somewhere.
const BITS: &[&str] = &[
    "\n",
    "\n\n",
    "\r\n",
    " ",
    "  \n",
    "    ",
    "\t",
    "# ",
    "> ",
    "- ",
    "1. ",
    "* ",
    "- [ ] ",
    "*",
    "**",
    "_",
    "~",
    "~~",
    "^",
    "`",
    "```\n",
    "|",
    "|-|\n",
    "| a | b |\n|---|---|\n",
    "[",
    "]",
    "](",
    ")",
    "![",
    "[^1]",
    "[^1]: ",
    "\n: ",
    "\\",
    "&amp;",
    "&",
    "<",
    ">",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<div>\n\n",
    "\n\n</div>\n\n",
    "<table><tr><td>",
    "</td></tr></table>",
    "<ul><li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "<p>",
    "</p>",
    "<!--",
    "-->",
    "<br>",
    "<img src=x alt=y>",
    "<details>",
    "<summary>",
    "<script>",
    "</script>",
    "<a href=\"x\">",
    "</a>",
    "<dl><dt>",
    "<dd>",
    "$",
    "$$",
    "{#id}",
    "---\n",
    "+++\n",
    "===\n",
    "title: x\n",
    "https://a.example/",
    "me@a.example",
    "www.a.example",
    "\0",
    "\u{1A}",
    "\u{FEFF}",
    "µ",
    "שלום",
    "漢",
    "\u{1F600}",
    "word",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_read(text in "\\PC*") {
        if let Ok(warned) = read(SourceId(0), &text, &Route::from_segments(["x"]), &Language::english()) {
            assert_spans(&warned.value, &text);
        }
    }

    #[test]
    fn any_mix_of_marks_is_read(bits in prop::collection::vec(prop::sample::select(BITS), 0..120)) {
        let text = bits.concat();
        match read(SourceId(0), &text, &Route::from_segments(["x"]), &Language::english()) {
            Ok(warned) => {
                assert_spans(&warned.value, &text);
                prop_assert!(warned.diagnostics.iter().all(|found| found.span.is_some()));
                assert_in_text(&warned.diagnostics, &text);
            }
            Err(found) => assert_in_text(&found, &text),
        }
    }

    #[test]
    fn no_word_is_lost(shape in blocks(), seed in 0..1000_u32) {
        let mut words = Words { next: seed, all: Vec::new() };
        let text = shape.write(&mut words, "");
        let shown = dump(&read_body(&text), &text);
        for word in &words.all {
            prop_assert!(shown.contains(word), "{word} is lost\n{text}\n{shown}");
        }
    }

    #[test]
    fn no_word_between_tags_is_lost(tags in prop::collection::vec(prop::sample::select(TAGS), 0..60)) {
        let mut text = String::new();
        for (number, tag) in tags.iter().enumerate() {
            text += tag;
            text += &format!("word{number}end");
        }
        let shown = dump(&read_body(&text), &text);
        for number in 0..tags.len() {
            prop_assert!(shown.contains(&format!("word{number}end")), "word{number}end is lost\n{text}\n{shown}");
        }
    }
}

/// Tags, some with the blank lines that let Markdown begin. None of those whose content no document shows.
const TAGS: &[&str] = &[
    "<div>",
    "</div>",
    "<div>\n\n",
    "\n\n<div>",
    "\n\n</div>\n\n",
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=x>",
    "</a>",
    "<sub>",
    "</sub>",
    "<span dir=rtl>",
    "</span>",
    "<table>",
    "<tr>",
    "<td>",
    "<th colspan=3>",
    "<td rowspan=2>",
    "</td>",
    "</tr>",
    "<caption>",
    "</caption>",
    "</table>",
    "\n\n<table>",
    "\n\n</table>\n\n",
    "<ul>",
    "<ol>",
    "<li>",
    "</li>",
    "</ul>",
    "</ol>",
    "\n\n<ul><li>\n\n",
    "\n\n</li></ul>\n\n",
    "<dl>",
    "<dt>",
    "<dd>",
    "</dl>",
    "<blockquote>",
    "</blockquote>",
    "\n\n<blockquote>\n\n",
    "\n\n</blockquote>\n\n",
    "<h2>",
    "</h2>",
    "<pre>",
    "</pre>",
    "<code>",
    "</code>",
    "<figure>",
    "<figcaption>",
    "</figcaption>",
    "</figure>",
    "<details>",
    "<summary>",
    "</summary>",
    "</details>",
    "<hr>",
    "<br>",
    "<unknown>",
    "</unknown>",
    "<ruby>",
    "<rt>",
    "</rt>",
    "</ruby>",
    "<q>",
    "</q>",
    "<abbr title=T>",
    "</abbr>",
    "\n\n",
    "\n\n> ",
    "\n\n- ",
    "\n\n# ",
    " ",
];

/// Gives each place of a document a word of its own.
struct Words {
    next: u32,
    all: Vec<String>,
}

impl Words {
    fn word(&mut self) -> String {
        self.next += 1;
        let word = format!("w{}x", self.next);
        self.all.push(word.clone());
        word
    }
}

/// A document of known constructs.
#[derive(Debug, Clone)]
enum Shape {
    Sequence(Vec<Shape>),
    Inline(&'static str),
    Heading(u8),
    Quote(Box<Shape>),
    Alert(Box<Shape>),
    List { mark: &'static str, loose: bool, items: Vec<Shape> },
    Code,
    Table { columns: usize, rows: Vec<usize> },
    Definition(Box<Shape>),
    Element(&'static str, Box<Shape>),
    HtmlTable,
    Footnote(Box<Shape>),
    Formula,
}

/// Inline constructs; `@` is a word.
const INLINES: &[&str] = &[
    "@",
    "@ @\n@",
    "*@* @",
    "**@ *@*** @",
    "~~@~~",
    "H~@~O",
    "x^@^",
    "`@`",
    "[@](u)",
    "[@](u \"@\")",
    "![@](u)",
    "![@](u \"@\")",
    "https://a.example/@",
    "@@a.example",
    "<b>@</b>",
    "<i>@",
    "@</u> @",
    "<sub>@</sub>",
    "<foo>@</foo>",
    "<abbr title=\"@\">@</abbr>",
    "<kbd>@</kbd>",
    "@<br>@",
    "$@$",
    "@\\\n@",
    "\\*@\\*",
    "<span lang=\"fr\">@</span>",
    "<!-- --> @",
    "~@ @~",
    "$@-$@",
    "&amp;@",
    "[@]",
    "<https://a.example/@>",
    "<a href=\"@\">@</a>",
    "@[^1] [^@]",
];

fn blocks() -> impl Strategy<Value = Shape> {
    let leaf = prop_oneof![
        4 => prop::sample::select(INLINES).prop_map(Shape::Inline),
        1 => (1..7_u8).prop_map(Shape::Heading),
        1 => Just(Shape::Code),
        1 => Just(Shape::HtmlTable),
        1 => Just(Shape::Formula),
        1 => (1..5_usize, prop::collection::vec(1..7_usize, 0..4)).prop_map(|(columns, rows)| Shape::Table { columns, rows }),
    ];
    leaf.prop_recursive(5, 40, 5, |inner| {
        let boxed = inner.clone().prop_map(Box::new);
        let elements: &'static [&'static str] = &["div", "blockquote", "details", "section", "unknown", "center", "li", "td", "figure"];
        prop_oneof![
            3 => prop::collection::vec(inner.clone(), 1..5).prop_map(Shape::Sequence),
            1 => boxed.clone().prop_map(Shape::Quote),
            1 => boxed.clone().prop_map(Shape::Alert),
            2 => (prop::sample::select(&["- ", "1. ", "- [x] "][..]), any::<bool>(), prop::collection::vec(inner, 1..4))
                .prop_map(|(mark, loose, items)| Shape::List { mark, loose, items }),
            1 => boxed.clone().prop_map(Shape::Definition),
            1 => (prop::sample::select(elements), boxed.clone()).prop_map(|(name, inner)| Shape::Element(name, inner)),
            1 => boxed.prop_map(Shape::Footnote),
        ]
    })
}

impl Shape {
    /// Writes the document, each line after `indent`.
    fn write(&self, words: &mut Words, indent: &str) -> String {
        let fill = |text: &str, words: &mut Words| {
            let mut filled = String::new();
            for c in text.chars() {
                match c {
                    '@' if !filled.ends_with('@') || !text.contains("@@a") => filled += &words.word(),
                    '\n' => filled += &format!("\n{indent}"),
                    other => filled.push(other),
                }
            }
            filled
        };
        match self {
            Self::Sequence(shapes) => {
                let parts: Vec<String> = shapes.iter().map(|shape| shape.write(words, indent)).collect();
                parts.join(&format!("\n{indent}\n{indent}"))
            }
            Self::Inline("@@a.example") => format!("{}@a.example", words.word()),
            Self::Inline(text) => fill(text, words),
            Self::Heading(level) => format!("{} {}", "#".repeat(usize::from(*level)), words.word()),
            Self::Quote(inner) => format!("> {}", inner.write(words, &format!("{indent}> "))),
            Self::Alert(inner) => {
                format!("> [!NOTE]\n{indent}> {}", inner.write(words, &format!("{indent}> ")))
            }
            Self::List { mark, loose, items } => {
                let inside = format!("{indent}{}", " ".repeat(if *mark == "1. " { 3 } else { 2 }));
                let items: Vec<String> =
                    items.iter().map(|item| format!("{mark}{}", item.write(words, &inside))).collect();
                items.join(&if *loose { format!("\n{indent}\n{indent}") } else { format!("\n{indent}") })
            }
            Self::Code => format!("```{}\n{indent}{}\n{indent}```", words.word(), words.word()),
            Self::Table { columns, rows } => {
                let mut row = |cells: usize| {
                    let cells: Vec<String> = (0..cells).map(|_| words.word()).collect();
                    format!("| {} |", cells.join(" | "))
                };
                let mut lines = vec![row(*columns), format!("|{}", "---|".repeat(*columns))];
                lines.extend(rows.iter().map(|cells| row(*cells)));
                lines.join(&format!("\n{indent}"))
            }
            Self::Definition(inner) => {
                let term = words.word();
                format!("{term}\n{indent}: {}", inner.write(words, &format!("{indent}  ")))
            }
            Self::Element(name, inner) => {
                let inner = inner.write(words, indent);
                format!("<{name}>\n{indent}\n{indent}{inner}\n{indent}\n{indent}</{name}>")
            }
            Self::HtmlTable => format!(
                "<table><caption>{}</caption><tr><th>{}<td>{}</tr>\n{indent}<tr><td><p>{}</p><ul><li>{}</ul></table>",
                words.word(),
                words.word(),
                words.word(),
                words.word(),
                words.word(),
            ),
            Self::Footnote(inner) => {
                let label = words.word();
                format!("[^{label}]: {}", inner.write(words, &format!("{indent}    ")))
            }
            Self::Formula => format!("$${}$$ {}", words.word(), words.word()),
        }
    }
}

/// Texts that are small for a reader and large for a careless one.
fn nasties(n: usize) -> Vec<(&'static str, String)> {
    let rows = "|x|y|z|\n".repeat(n);
    vec![
        ("quotations", format!("{}deep", "> ".repeat(n))),
        ("quotations without spaces", format!("{}deep", ">".repeat(n))),
        ("bullets", format!("{}deep", "* ".repeat(n))),
        ("dashes", format!("{}deep", "- ".repeat(n))),
        ("numbers", format!("{}deep", "1. ".repeat(n))),
        ("stars", format!("{}deep{}", "*a **b ".repeat(n), "** *".repeat(n))),
        ("brackets", format!("{}deep{}", "[".repeat(n), "]".repeat(n))),
        ("links", format!("{}deep{}", "[".repeat(n), "](u)".repeat(n))),
        ("images", format!("{}deep{}", "![".repeat(n), "](u)".repeat(n))),
        ("elements", format!("{}deep", "<div>".repeat(n))),
        ("closed elements", format!("{}deep{}", "<blockquote>".repeat(n), "</blockquote>".repeat(n))),
        ("marks of HTML", format!("a {}deep{}", "<b>".repeat(n), "</b>".repeat(n))),
        ("tables in tables", format!("{}deep", "<table><tr><td>".repeat(n))),
        ("end tags", format!("<div>\n{}deep", "</p></b>".repeat(n))),
        ("attributes", format!("<div {}>\ndeep", (0..n).map(|i| format!("a{i} ")).collect::<String>())),
        ("details", format!("{}deep", "<details>\n\n".repeat(n))),
        ("dollars", format!("{}deep", "$".repeat(n))),
        ("prices", format!("{}deep", "$1-$2 ".repeat(n))),
        ("tildes", format!("{}deep", "a~b^c ".repeat(n))),
        ("addresses", format!("{}deep", "a@b. www. http://a ".repeat(n))),
        ("parentheses", format!("http://a.example/{} deep", ")".repeat(n))),
        ("ragged rows", format!("|a|b|\n|-|-|\n{rows}|deep|")),
        ("footnotes", format!("{}deep", "[^1]: ".repeat(n))),
        ("definitions", format!("a\n{}: deep", ": b\n".repeat(n))),
        ("comments", format!("{}deep", "<!-- -->".repeat(n))),
        ("one line", format!("{}deep", "word ".repeat(n))),
    ]
}

#[test]
fn nothing_nests_too_deep_and_nothing_takes_long() {
    for (name, text) in nasties(10_000) {
        let began = Instant::now();
        let document = read_body(&text);
        assert!(dump(&document, &text).contains("deep"), "{name}");
        assert!(began.elapsed() < Duration::from_secs(20), "{name}: {:?}", began.elapsed());
    }
}

#[test]
fn a_line_of_five_megabytes_is_read() {
    for text in ["word ".repeat(1_000_000), "x".repeat(5_000_000)] {
        let began = Instant::now();
        let document = read_body(&text);
        assert_eq!(document.blocks.len(), 1);
        assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    }
}
