//! Files of the whole site: written when all of it is exported, and only then.

use crate::folder::{Folder, SOUND};

/// The site-wide files of a small site.
const FEED: [&str; 7] = [
    "jsonld/atom.xml",
    "jsonld/feed.json",
    "jsonld/feed/articles-00001.jsonld",
    "jsonld/feed/articles.jsonl",
    "jsonld/feed/index.jsonld",
    "jsonld/schemamap.xml",
    "jsonld/sitemap.xml",
];

fn site_wide(folder: &Folder) -> Vec<String> {
    let mut names = folder.names("dist");
    names.retain(|name| {
        name.starts_with("jsonld/") && !["a.jsonld", "b.jsonld"].iter().any(|own| name.ends_with(own))
    });
    names
}

#[test]
fn a_site_has_a_feed_and_its_publisher_is_told_where() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", &SOUND.replace("2026-01-15", "2026-01-16"))]);
    let run = folder.run(&["--strict"]).ended(0);
    run.said("for robots.txt: Sitemap: https://www.example.org/sitemap.xml and Schemamap: https://www.example.org/schemamap.xml");
    assert_eq!(site_wide(&folder), FEED);
    assert!(
        folder
            .read("dist/manifest.json")
            .contains("\"path\":\"jsonld/sitemap.xml\",\"format\":\"jsonld\",\"site\":[\"content\"]")
    );

    let before = folder.files("dist");
    folder.run(&["--jobs", "1"]).ended(0);
    assert_eq!(folder.files("dist"), before, "one thread writes what many do");
}

#[test]
fn a_new_article_touches_the_last_shard() {
    let numbered = |n: usize| {
        let day = format!("20{:02}-{:02}-{:02}", n / 336, n / 28 % 12 + 1, n % 28 + 1);
        (format!("p{n}.md"), SOUND.replace("2026-01-15", &day).replace("a vial", &format!("vial {n}")))
    };
    let articles: Vec<(String, String)> = (0..1001).map(numbered).collect();
    let articles: Vec<(&str, &str)> = articles.iter().map(|(name, text)| (&**name, &**text)).collect();
    let folder = Folder::site(&articles);
    folder.run(&["-f", "jsonld"]).ended(0);
    let before = folder.files("dist");
    let shard = |n: usize| format!("jsonld/feed/articles-{n:05}.jsonld");
    let text = |n: usize| String::from_utf8(before[&shard(n)].clone()).unwrap();
    let items = [1, 2].map(|n| text(n).matches("\"@type\":\"DataFeedItem\"").count());
    assert_eq!(items, [1000, 1]);

    let (name, article) = numbered(1001);
    folder.write(&format!("content/{name}"), &article);
    folder.run(&["-f", "jsonld"]).ended(0);
    let mut after = folder.files("dist");
    after.retain(|name, bytes| before.get(name) != Some(bytes));
    let changed: Vec<&str> = after.keys().map(String::as_str).collect();
    let expected = [
        "jsonld/atom.xml",
        "jsonld/feed.json",
        "jsonld/feed/articles-00002.jsonld",
        "jsonld/feed/articles.jsonl",
        "jsonld/feed/index.jsonld",
        "jsonld/p1001.jsonld",
        "jsonld/schemamap.xml",
        "jsonld/sitemap.xml",
        "manifest.json",
    ];
    assert_eq!(changed, expected);
}

#[test]
fn files_offered_for_download_have_their_sizes_in_feeds() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    let config = folder.read("pepexport.yaml") + "  downloads_url: /downloads/{format}/{route}.{ext}\n";
    folder.write("pepexport.yaml", &config);
    folder.run(&["-f", "epub,jsonld"]).ended(0);
    let size = std::fs::metadata(folder.path("dist/epub/a.epub")).unwrap().len();
    let feed = folder.read("dist/jsonld/feed.json");
    assert!(feed.contains(&format!("\"size_in_bytes\": {size}")), "{feed}");
    assert!(folder.read("dist/jsonld/atom.xml").contains(&format!("length=\"{size}\"")));
}

#[test]
fn a_part_of_the_site_leaves_its_feed_alone() {
    let folder = Folder::site(&[("x/a.md", SOUND), ("y/b.md", SOUND)]);
    folder.run(&["-f", "jsonld"]).ended(0);
    let before = folder.files("dist");
    folder.run(&["-f", "jsonld", "content/x/a.md"]).ended(0);
    let run = folder.run(&["-f", "jsonld", "content/x"]).ended(0);
    run.said("warning[partial-site]").said("content/y/b.md is part of the site, and not of this run");
    for name in FEED {
        assert_eq!(folder.files("dist")[name], before[name], "{name}");
    }
}

#[test]
fn a_feed_goes_with_the_address_of_its_site() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "jsonld"]).ended(0);
    assert_eq!(site_wide(&folder), FEED);
    let config = folder.read("pepexport.yaml").replace("base_url: https://www.example.org", "free: true");
    folder.write("pepexport.yaml", &config);
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(site_wide(&folder), FEED, "another format's run");
    folder.run(&["-f", "jsonld"]).ended(0).said("there is no feed");
    assert_eq!(site_wide(&folder), [""; 0]);
    let run = folder.run(&["-f", "jsonld", "--well-known"]).ended(2);
    run.said("--well-known needs the address of the site");
}

#[test]
fn the_names_of_a_draft_are_written_when_asked_for() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "jsonld", "--well-known"]).ended(0);
    let index = folder.read("dist/jsonld/feed/index.jsonld");
    assert_eq!(folder.read("dist/jsonld/.well-known/feeddata-toc"), index);
    folder.run(&["-f", "jsonld"]).ended(0);
    assert_eq!(site_wide(&folder), FEED);
}

#[test]
fn two_articles_with_one_address_are_told() {
    let folder = Folder::site(&[("x/a.md", SOUND), ("y/a.md", SOUND)]);
    let config = folder.read("pepexport.yaml") + "  permalink: /{slug}\n";
    folder.write("pepexport.yaml", &config);
    let run = folder.run(&["-f", "jsonld"]).ended(0);
    run.said("warning[duplicate-address]")
        .said("https://www.example.org/a is already that of content/x/a.md");
    let map = folder.read("dist/jsonld/sitemap.xml");
    assert_eq!(map.matches("<loc>").count(), 1, "{map}");
}

#[test]
fn an_article_in_the_place_of_a_file_of_the_site_is_told() {
    let folder = Folder::site(&[("feed/articles-00001.md", SOUND)]);
    let run = folder.run(&["-f", "jsonld"]).ended(1);
    run.said("error[unwritable-artifact]").said("an article has made jsonld/feed/articles-00001.jsonld");
}
