//! Where the article is on the web, and the names of its categories and authors there.

use url::Url;

use crate::config::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Contributor, Document, Field};

use super::anchors::slug_of;
use super::{Setting, folding::fold, humanise::humanise, suggestion::nearest};

/// Gives the article its path and URL, its categories their names, its authors their entries.
pub fn run(document: &mut Document, setting: &Setting<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let site = &setting.config.site;
    let metadata = &mut document.metadata;
    metadata.path = site.article_path(&document.route);
    if let Some(written) = metadata.canonical.take() {
        metadata.canonical = canonical(&written);
        if metadata.canonical.is_none() {
            let finding = Diagnostic::new(
                Code::InvalidField,
                format!("“{written}” is not the absolute URL of a page; it counts as absent"),
            )
            .help("write the whole address, as in `canonical: https://example.org/articles/x`");
            diagnostics.push(placed(finding, metadata.places.get(&Field::Canonical)));
        }
    }
    metadata.url =
        metadata.canonical.clone().or_else(|| site.base().and_then(|_| site.absolute(&metadata.path)));
    for category in &mut metadata.categories {
        category.name = category_name(&category.slug, site);
    }
    let authors_at = metadata.places.get(&Field::Authors).copied();
    for author in &mut metadata.authors {
        recognise(author, site, authors_at, diagnostics);
    }
    let reviewer_at = metadata.places.get(&Field::Reviewer).copied();
    if let Some(review) = &mut metadata.review {
        recognise(&mut review.reviewer, site, reviewer_at, diagnostics);
    }
}

/// The name of a category, written in front matter by its slug or by its name.
fn category_name(written: &str, site: &Site) -> String {
    let slug = slug_of(written);
    let known = site.categories.get(written).or_else(|| site.categories.get(&slug));
    known.cloned().unwrap_or_else(|| humanise(written))
}

/// The canonical URL, normalised, when it is an absolute http(s) URL without user info.
fn canonical(written: &str) -> Option<String> {
    let url = Url::parse(written.trim()).ok()?;
    let sound =
        matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
    sound.then(|| url.into())
}

/// Finds the site's entry of a person by key or by name.
fn recognise(
    person: &mut Contributor,
    site: &Site,
    at: Option<crate::source::Span>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let entry = site.authors.get_key_value(person.name.trim()).or_else(|| {
        let wanted = fold(&person.name);
        site.authors.iter().find(|(key, author)| fold(&author.name) == wanted || fold(key) == wanted)
    });
    if let Some((key, author)) = entry {
        person.key = Some(key.clone());
        if !author.name.trim().is_empty() {
            person.name = author.name.clone();
        }
    } else if !site.authors.is_empty() {
        let names = site.authors.iter().flat_map(|(key, author)| [key.as_str(), author.name.as_str()]);
        let help = match nearest(&person.name, names) {
            Some(name) => format!("did you mean “{name}”?"),
            None => "add an entry to `site.authors` in the configuration, or correct the name".to_owned(),
        };
        let message = format!("“{}” is not among site.authors; only the name is known", person.name);
        diagnostics.push(placed(Diagnostic::new(Code::UnknownAuthor, message).help(help), at.as_ref()));
    }
}

fn placed(finding: Diagnostic, at: Option<&crate::source::Span>) -> Diagnostic {
    match at {
        Some(span) => finding.at(*span),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::*;
    use super::*;
    use crate::config::{Author, Config};
    use crate::model::Category;

    fn config() -> Config {
        let mut config = Config::default();
        config.site.base_url = Some("https://example.org/".to_owned());
        config.site.permalink = Some("/articles/{slug}".to_owned());
        config.site.categories.insert("faq".to_owned(), "Questions".to_owned());
        config
            .site
            .authors
            .insert("jane".to_owned(), Author { name: "Jane Doe".to_owned(), ..Author::default() });
        config
    }

    fn contributor(name: &str) -> Contributor {
        Contributor { key: None, name: name.to_owned() }
    }

    #[test]
    fn the_permalink_makes_path_and_url() {
        let (document, _) = identify_in(&config(), document(vec![]), run);
        assert_eq!(document.metadata.path, "/articles/the-article");
        assert_eq!(document.metadata.url.as_deref(), Some("https://example.org/articles/the-article"));
    }

    #[test]
    fn a_sound_canonical_url_wins_and_any_other_counts_as_absent() {
        let with = |canonical: &str| {
            let mut document = document(vec![]);
            document.metadata.canonical = Some(canonical.to_owned());
            identify_in(&config(), document, run)
        };
        let (sound, findings) = with("HTTPS://Other.example/x y");
        assert_eq!(sound.metadata.url.as_deref(), Some("https://other.example/x%20y"));
        assert!(findings.is_empty());
        for bad in ["/x", "javascript:alert(1)", "https://me:pw@example.org/", "example.org"] {
            let (document, findings) = with(bad);
            assert_eq!(document.metadata.canonical, None, "{bad}");
            assert_eq!(document.metadata.url.as_deref(), Some("https://example.org/articles/the-article"));
            assert_eq!(codes(&findings), ["invalid-field"]);
        }
    }

    #[test]
    fn categories_and_authors_get_their_names() {
        let mut document = document(vec![]);
        document.metadata.categories = ["faq", "peptide-guides"]
            .map(|slug| Category { slug: slug.to_owned(), name: slug.to_owned() })
            .into();
        document.metadata.authors =
            vec![contributor("jane"), contributor("jane doe"), contributor("Jana Doe")];
        let (document, findings) = identify_in(&config(), document, run);
        let names: Vec<_> =
            document.metadata.categories.iter().map(|category| category.name.as_str()).collect();
        assert_eq!(names, ["Questions", "Peptide guides"]);
        let [by_key, by_name, unknown] = &document.metadata.authors[..] else { panic!() };
        assert_eq!((by_key.key.as_deref(), by_key.name.as_str()), (Some("jane"), "Jane Doe"));
        assert_eq!(by_name, by_key);
        assert_eq!((unknown.key.as_deref(), unknown.name.as_str()), (None, "Jana Doe"));
        assert_eq!(codes(&findings), ["unknown-author"]);
        assert_eq!(findings[0].help.as_deref(), Some("did you mean “Jane Doe”?"));
    }

    #[test]
    fn without_known_authors_nobody_is_unknown() {
        let mut document = document(vec![]);
        document.metadata.authors = vec![contributor("Jane")];
        assert!(identify_with(document, run).1.is_empty());
    }
}
