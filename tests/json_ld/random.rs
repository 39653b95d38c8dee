//! Random documents and sites, as `enrich` could hand them over at its worst.

use pepexport::config::{
    Author, AuthorKind, Config, Entity, HeadingAnchors, Organization, PageType, Sections, Site,
};
use pepexport::model::*;
use pepexport::source::{SourceId, Span};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

/// Short texts: words, mark-up, controls, direction overrides, astral characters.
pub fn words() -> BoxedStrategy<String> {
    prop_oneof![
        4 => "[a-z ]{0,12}",
        2 => "[A-Z][a-z]{1,8}( [a-z]{1,6}){0,3}[?.]?",
        1 => "[<>&\"'/#%{}|^`\\\\]{1,6}",
        1 => any::<String>().prop_map(|text| text.chars().take(12).collect()),
        1 => prop::sample::select(vec!["</script>", "\u{202E}x", "\u{0}", "Semax", "<!--", "10 mg", "наука", "\u{FFFE}"])
            .prop_map(str::to_owned),
    ]
    .boxed()
}

fn url() -> BoxedStrategy<String> {
    prop_oneof![
        "https://e\\.example/[a-z]{0,5}",
        words(),
        prop::sample::select(vec![
            "javascript:alert(1)",
            "//evil.example/x",
            "https://u:p@e.example/",
            "/images/a b.webp",
            "/../../etc/passwd",
            "data:text/html,x",
            "https://[::1]/",
            "http://",
        ])
        .prop_map(str::to_owned),
    ]
    .boxed()
}

fn anchor() -> impl Strategy<Value = Anchor> {
    prop_oneof!["[a-c]{0,1}", words()].prop_map(|name| Anchor::new(&name))
}

fn inlines() -> BoxedStrategy<Vec<Inline>> {
    let target = prop_oneof![
        url().prop_map(LinkTarget::Web),
        url().prop_map(LinkTarget::Contact),
        url().prop_map(LinkTarget::Nowhere),
        anchor().prop_map(LinkTarget::Anchor),
        (words(), option::of(anchor()), option::of(url())).prop_map(|(route, anchor, url)| {
            let route = Route::from_segments(["articles", route.as_str()]);
            LinkTarget::Article(ArticleLink { route, anchor, title: String::new(), url, bound: false })
        }),
    ];
    let image = words().prop_map(|alt| Image {
        source: ImageSource::Missing("x".to_owned()),
        alt,
        decorative: false,
        title: None,
        span: Span::default(),
    });
    let leaf = prop_oneof![
        6 => words().prop_map(Inline::Text),
        1 => words().prop_map(Inline::Code),
        1 => words().prop_map(Inline::Math),
        1 => image.prop_map(|image| Inline::Image(Box::new(image))),
        1 => Just(Inline::SoftBreak),
        1 => Just(Inline::LineBreak),
    ];
    let inline =
        leaf.prop_recursive(3, 12, 3, move |inner| {
            let content = vec(inner, 0..3);
            prop_oneof![
                content.clone().prop_map(Inline::Emphasis),
                content.clone().prop_map(Inline::Strong),
                content.clone().prop_map(Inline::Strikethrough),
                content.clone().prop_map(Inline::Superscript),
                content.clone().prop_map(Inline::Subscript),
                (target.clone(), content.clone()).prop_map(|(target, content)| Inline::Link(Box::new(
                    Link { target, title: None, content, reference: None, mention: 1, span: Span::default() }
                ))),
                (url(), content).prop_map(|(url, content)| Inline::Citation(Box::new(Citation {
                    reference: 1,
                    mention: 1,
                    content,
                    author_year: false,
                    url,
                    span: Span::default(),
                }))),
            ]
        });
    vec(inline, 0..4).boxed()
}

fn heading() -> BoxedStrategy<Heading> {
    (1u8..=6, anchor(), inlines())
        .prop_map(|(level, anchor, content)| Heading { level, anchor, content, span: Span::default() })
        .boxed()
}

fn table() -> impl Strategy<Value = Table> {
    let row = || vec(inlines(), 2).prop_map(|cells| Row { cells, span: Span::default() });
    (option::of(inlines()), row(), vec(row(), 0..2)).prop_map(|(caption, header, rows)| Table {
        caption,
        columns: vec![Alignment::Default; 2],
        header,
        rows,
    })
}

fn blocks() -> BoxedStrategy<Vec<Block>> {
    let kind = prop_oneof![
        4 => inlines().prop_map(BlockKind::Paragraph),
        4 => heading().prop_map(BlockKind::Heading),
        1 => table().prop_map(|table| BlockKind::Table(Box::new(table))),
        1 => inlines().prop_map(BlockKind::Disclaimer),
        1 => words().prop_map(|text| BlockKind::Code(CodeBlock { language: None, text })),
        1 => words().prop_map(BlockKind::Math),
        1 => Just(BlockKind::ThematicBreak),
    ];
    let block = |kind| Block { kind, span: Span::default() };
    let leaf = kind.prop_map(block);
    let block = leaf.prop_recursive(3, 24, 4, move |inner| {
        let inside = vec(inner, 0..4);
        let question = (heading(), inside.clone()).prop_map(move |(heading, answer)| {
            block(BlockKind::Question(Box::new(Question { heading, answer })))
        });
        let items = vec(inside.clone(), 0..3).prop_map(|items| {
            items.into_iter().map(|blocks| ListItem { task: None, blocks, span: Span::default() }).collect()
        });
        let kind = prop_oneof![
            inside.clone().prop_map(BlockKind::BlockQuote),
            (items, any::<bool>()).prop_map(|(items, tight)| BlockKind::List(List {
                marker: ListMarker::Bullet,
                tight,
                items
            })),
            (words(), inside).prop_map(|(label, blocks)| {
                BlockKind::Callout(Callout { kind: CalloutKind::Takeaways, label, blocks })
            }),
            (heading(), vec(question, 0..3))
                .prop_map(|(heading, body)| BlockKind::Faq(Box::new(Faq { heading, body }))),
        ];
        kind.prop_map(block)
    });
    vec(block, 0..8).boxed()
}

fn references() -> impl Strategy<Value = Vec<Reference>> {
    let identifier = (0..4, prop_oneof!["[0-9]{1,2}", words()]).prop_map(|(kind, value)| match kind {
        0 => Identifier::Pmid(value),
        1 => Identifier::Pmcid(format!("PMC{value}")),
        2 => Identifier::Doi(format!("10.1000/{value}")),
        _ => Identifier::Nct(format!("NCT{value}")),
    });
    let by = (words(), 1900u16..2100).prop_map(|(family_name, year)| AuthorYear {
        authors: family_name.clone(),
        family_name,
        year,
    });
    let work =
        (identifier, option::of(by)).prop_map(|(identifier, author_year)| Work { identifier, author_year });
    vec((words(), option::of(work)), 0..4).prop_map(|references| {
        let number = 1..;
        std::iter::zip(number, references)
            .map(|(number, (label, work))| Reference { number, label, url: String::new(), work, mentions: 1 })
            .collect()
    })
}

fn date() -> impl Strategy<Value = Date> {
    (1900i16..2100, 1i8..=12, 1i8..=28)
        .prop_map(|(year, month, day)| Date::new(year, month, day).expect("a date"))
}

fn contributor() -> impl Strategy<Value = Contributor> {
    (option::of(Just("jane".to_owned())), words()).prop_map(|(key, name)| Contributor { key, name })
}

/// A document.
pub fn document() -> impl Strategy<Value = Document> {
    let names = (words(), option::of(words()), vec(words(), 0..4), vec((words(), words()), 0..2));
    let dates = (option::of(date()), option::of(date()), option::of((date(), contributor())));
    let places = (option::of(url()), words(), option::of(url()), words());
    let body = (blocks(), option::of(inlines()), references(), vec(contributor(), 0..3));
    (names, dates, places, body).prop_map(|(names, dates, places, body)| {
        let mut metadata = Metadata::new(Language::english());
        metadata.title = names.0;
        metadata.description = names.1;
        metadata.tags = names.2;
        metadata.categories = names.3.into_iter().map(|(slug, name)| Category { slug, name }).collect();
        (metadata.published, metadata.updated) = (dates.0, dates.1);
        metadata.review = dates.2.map(|(date, reviewer)| Review { date, reviewer });
        metadata.url = places.0;
        metadata.path = format!("/{}", places.1);
        metadata.cover = places.2.map(|source| Cover { source: ImageSource::Missing(source), alt: places.3 });
        metadata.authors = body.3;
        Document {
            source: SourceId(0),
            route: Route::from_segments(["articles", "x"]),
            metadata,
            subtitle: body.1,
            blocks: body.0,
            footnotes: Vec::new(),
            references: body.2,
        }
    })
}

/// A configuration.
pub fn config() -> impl Strategy<Value = Config> {
    let site =
        (option::of(url()), option::of(words()), option::of(words()), any::<(bool, bool, bool, bool)>());
    let texts = (option::of(url()), option::of(url()), option::of(words()), option::of(words()));
    (site, texts, words(), words()).prop_map(|((base_url, name, category, flags), texts, author, entity)| {
        let mut config = Config::default();
        let key = entity.to_lowercase();
        config.site = Site {
            base_url,
            category_permalink: category.map(|text| format!("/{text}/{{slug}}")),
            page_type: if flags.0 { PageType::MedicalWebPage } else { PageType::WebPage },
            heading_anchors: if flags.1 { HeadingAnchors::Github } else { HeadingAnchors::None },
            timezone: flags.2.then(|| "+01:00".to_owned()),
            downloads_url: texts.0.clone().map(|url| format!("{url}/{{format}}/{{route}}.{{ext}}")),
            search_url: texts.0.map(|url| format!("{url}?q={{search_term_string}}")),
            license: texts.1.clone(),
            copyright_holder: texts.2.clone(),
            audience: texts.2.clone(),
            organization: Organization {
                name: texts.3,
                logo: texts.1,
                kind: texts.2,
                same_as: vec![key.clone()],
                ..Organization::default()
            },
            authors: [(
                "jane".to_owned(),
                Author {
                    name: author,
                    kind: if flags.3 { AuthorKind::Organization } else { AuthorKind::Person },
                    ..Author::default()
                },
            )]
            .into(),
            entities: [(
                key,
                Entity {
                    kind: name.clone().unwrap_or_default(),
                    name,
                    alternate_name: Vec::new(),
                    same_as: Vec::new(),
                },
            )]
            .into(),
            ..Site::default()
        };
        config.jsonld.sections = if flags.2 { Sections::H3 } else { Sections::H2 };
        config.jsonld.embed = true;
        config
    })
}
