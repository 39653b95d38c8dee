//! Random documents, of everything the model can say.

use pepexport::model::{
    Alignment, Anchor, ArticleLink, Block, BlockKind, Callout, CalloutKind, Citation, CodeBlock, Definition,
    Document, Faq, Figure, Footnote, FootnoteCall, Heading, Image, ImageSource, Inline, Language, Link,
    LinkTarget, List, ListItem, ListMarker, Metadata, Passage, Question, Reference, Route, Row, Table,
    TextDirection,
};
use pepexport::source::{SourceId, Span};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Regular expressions of texts.
pub const WORDS: &str = "[a-z]{1,9}( [A-Za-z0-9]{1,9}){0,9}";
/// Whatever a string may be.
pub const ANYTHING: &str = "\\PC{0,6}|(?s).{0,24}|[<>&\"'\\[\\]{}\\\\^_ ]{0,9}";

fn block(kind: BlockKind) -> Block {
    Block { kind, span: Span::default() }
}

fn image(alt: String) -> Image {
    Image {
        source: ImageSource::Missing("x".to_owned()),
        alt,
        decorative: false,
        title: None,
        span: Span::default(),
    }
}

fn anchor() -> impl Strategy<Value = Anchor> {
    "[a-c]{1,2}|[:/.é語]{1,2}|".prop_map(|name| Anchor::new(&name))
}

fn target() -> impl Strategy<Value = LinkTarget> {
    let article = |anchor| {
        LinkTarget::Article(ArticleLink {
            route: Route::from_segments(["x"]),
            anchor: Some(anchor),
            title: "x".to_owned(),
            url: Some("https://site.example/x".to_owned()),
            bound: true,
        })
    };
    prop_oneof![
        Just(LinkTarget::Web("https://site.example/".to_owned())),
        Just(LinkTarget::Contact("mailto:a@site.example".to_owned())),
        Just(LinkTarget::Nowhere("x".to_owned())),
        anchor().prop_map(LinkTarget::Anchor),
        anchor().prop_map(article),
    ]
}

fn inlines(text: &'static str) -> impl Strategy<Value = Vec<Inline>> {
    let call = |(number, mention)| {
        Inline::FootnoteCall(Box::new(FootnoteCall {
            label: "n".to_owned(),
            number,
            mention,
            span: Span::default(),
        }))
    };
    let leaf = prop_oneof![
        6 => text.prop_map(Inline::Text),
        1 => text.prop_map(Inline::Code),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::LineBreak),
        1 => text.prop_map(|alt| Inline::Image(Box::new(image(alt)))),
        1 => (0..4_u32, 0..3_u32).prop_map(call),
        1 => if text == WORDS { Just(Inline::SoftBreak).boxed() } else { text.prop_map(Inline::Math).boxed() },
    ];
    let inline = leaf.prop_recursive(3, 8, 3, move |inner| {
        let content = || vec(inner.clone(), 0..3);
        let passage = |(content, language, right): (_, Option<()>, bool)| {
            Inline::Passage(Box::new(Passage {
                language: language.and_then(|()| Language::parse("fr")),
                direction: right.then_some(TextDirection::RightToLeft),
                content,
            }))
        };
        let link = |(target, title, content, reference, mention)| {
            Inline::Link(Box::new(Link { target, title, content, reference, mention, span: Span::default() }))
        };
        let citation = |(reference, mention, content, author_year)| {
            Inline::Citation(Box::new(Citation {
                reference,
                mention,
                content,
                author_year,
                url: "https://doi.org/10.1/x".to_owned(),
                span: Span::default(),
            }))
        };
        prop_oneof![
            content().prop_map(Inline::Strong),
            content().prop_map(Inline::Emphasis),
            content().prop_map(Inline::Strikethrough),
            content().prop_map(Inline::Subscript),
            content().prop_map(Inline::Superscript),
            (content(), option::of(Just(())), any::<bool>()).prop_map(passage),
            (target(), option::of(text), content(), option::of(0..4_u32), 0..3_u32).prop_map(link),
            (0..4_u32, 0..3_u32, content(), any::<bool>()).prop_map(citation),
        ]
    });
    vec(inline, 0..5)
}

fn heading(text: &'static str) -> impl Strategy<Value = Heading> {
    let heading = |(level, anchor, content)| Heading { level, anchor, content, span: Span::default() };
    (1..7_u8, anchor(), inlines(text)).prop_map(heading)
}

fn table(text: &'static str) -> impl Strategy<Value = BlockKind> {
    (0..4_usize).prop_flat_map(move |columns| {
        let row = || vec(inlines(text), columns).prop_map(|cells| Row { cells, span: Span::default() });
        let alignment = prop_oneof![
            Just(Alignment::Default),
            Just(Alignment::Left),
            Just(Alignment::Centre),
            Just(Alignment::Right)
        ];
        let table = |(caption, columns, header, rows)| {
            BlockKind::Table(Box::new(Table { caption, columns, header, rows }))
        };
        (option::of(inlines(text)), vec(alignment, columns), row(), vec(row(), 0..3)).prop_map(table)
    })
}

fn blocks(text: &'static str) -> impl Strategy<Value = Vec<Block>> {
    let figure =
        |(alt, caption, number)| BlockKind::Figure(Box::new(Figure { image: image(alt), caption, number }));
    let code = |(language, text)| BlockKind::Code(CodeBlock { language, text });
    let leaf = prop_oneof![
        6 => inlines(text).prop_map(BlockKind::Paragraph),
        3 => heading(text).prop_map(BlockKind::Heading),
        1 => (text, option::of(inlines(text)), option::of(1..3_u32)).prop_map(figure),
        1 => inlines(text).prop_map(BlockKind::Disclaimer),
        1 => table(text),
        1 => (option::of(text), text).prop_map(code),
        1 => if text == WORDS { Just(BlockKind::ThematicBreak).boxed() } else { text.prop_map(BlockKind::Math).boxed() },
    ]
    .prop_map(block);
    let nested = leaf.prop_recursive(3, 24, 4, move |inner| {
        let content = || vec(inner.clone(), 0..4);
        let item = |(task, blocks)| ListItem { task, blocks, span: Span::default() };
        let items = vec((option::of(any::<bool>()), content()).prop_map(item), 0..4);
        let marker =
            prop_oneof![Just(ListMarker::Bullet), (0..9_u64).prop_map(|start| ListMarker::Ordered { start })];
        let kind = prop_oneof![
            Just(CalloutKind::Takeaways),
            Just(CalloutKind::Finding),
            Just(CalloutKind::Important),
            Just(CalloutKind::Warning),
            Just(CalloutKind::Note),
            Just(CalloutKind::Tip)
        ];
        let question = (heading(text), content())
            .prop_map(|(heading, answer)| block(BlockKind::Question(Box::new(Question { heading, answer }))));
        // One entry: the order of words is judged by a walk that takes all terms first.
        let definition = |(term, definitions)| vec![Definition { term, definitions, span: Span::default() }];
        prop_oneof![
            (marker, any::<bool>(), items).prop_map(|(marker, tight, items)| BlockKind::List(List {
                marker,
                tight,
                items
            })),
            content().prop_map(BlockKind::BlockQuote),
            (kind, text, content()).prop_map(|(kind, label, blocks)| BlockKind::Callout(Callout {
                kind,
                label,
                blocks
            })),
            (inlines(text), vec(content(), 0..3))
                .prop_map(move |entry| BlockKind::DefinitionList(definition(entry))),
            (heading(text), vec(question, 0..3), content()).prop_map(|(heading, questions, others)| {
                BlockKind::Faq(Box::new(Faq { heading, body: questions.into_iter().chain(others).collect() }))
            }),
        ]
        .prop_map(block)
    });
    vec(nested, 0..6)
}

/// A document.
pub fn document(text: &'static str) -> impl Strategy<Value = Document> {
    let notes = vec(vec(inlines(text).prop_map(BlockKind::Paragraph).prop_map(block), 0..3), 0..3);
    (text, option::of(text), option::of(inlines(text)), blocks(text), notes, vec(text, 0..3)).prop_map(
        |(title, description, subtitle, blocks, notes, labels)| {
            let mut metadata = Metadata::new(Language::english());
            // No face of ours draws this character, so no cover is drawn either: that would be most of the time.
            metadata.title = format!("題 {title}");
            metadata.description = description;
            let references = labels.into_iter().zip(1..).map(|(label, number)| Reference {
                number,
                label,
                url: format!("https://site.example/{number}"),
                work: None,
                mentions: 1,
            });
            let footnotes = notes.into_iter().zip(1..).map(|(blocks, number)| Footnote {
                label: "n".to_owned(),
                number,
                mentions: 1,
                blocks,
                span: Span::default(),
            });
            Document {
                source: SourceId(0),
                route: Route::from_segments(["x"]),
                metadata,
                subtitle,
                blocks,
                footnotes: footnotes.collect(),
                references: references.collect(),
            }
        },
    )
}
