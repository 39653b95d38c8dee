//! What search engines would hold against the site itself: told once a run, not once an article.

use super::lints::name_problem;
use super::text;
use crate::assets::Assets;
use crate::config::{Config, Site};
use crate::diagnostic::{Code, Diagnostic};

/// Least width and height of a logo in pixels (Google, Organization structured data).
const MIN_LOGO: u32 = 112;

/// Findings about the publisher's logo, the authors that configuration names and the feed. `assets` finds the logo's
/// file.
pub fn check_site(config: &Config, assets: &Assets) -> Vec<Diagnostic> {
    let site = &config.site;
    let mut findings = Vec::new();
    findings.extend(logo(site, assets));
    findings.extend(site.authors.iter().filter_map(|(key, author)| {
        let problem = name_problem(&author.name)?;
        let message = format!("the author “{}” in `site.authors.{key}` {problem}", author.name);
        Some(Diagnostic::new(Code::AuthorName, message).about(format!("site.authors.{key}.name")).help(
            "write one name, and titles as `honorific_suffix` or `job_title`; for a team add `type: organization`",
        ))
    }));
    findings.extend(config.jsonld.feed_description.as_deref().and_then(feed_description));
    findings
}

/// What search engines take as the description of a data set, in characters (Google, Dataset structured data).
const FEED_DESCRIPTION: std::ops::RangeInclusive<usize> = 50..=5000;

fn feed_description(text: &str) -> Option<Diagnostic> {
    let length = text::clean(text).chars().count();
    if FEED_DESCRIPTION.contains(&length) {
        return None;
    }
    let (least, most) = (FEED_DESCRIPTION.start(), FEED_DESCRIPTION.end());
    let message = format!("`jsonld.feed_description` has {length} characters");
    Some(
        Diagnostic::new(Code::FeedDescription, message).about("jsonld.feed_description").help(format!(
            "search engines take from {least} to {most}; without it the tool describes the feed"
        )),
    )
}

fn logo(site: &Site, assets: &Assets) -> Option<Diagnostic> {
    let advice = format!(
        "set `site.organization.logo` to the path of a square image, at least {MIN_LOGO} pixels wide, in the asset folder"
    );
    let Some(path) = &site.organization.logo else {
        // Without a base URL there is no publisher to show.
        site.base_url.as_ref()?;
        let message = "without `site.organization.logo`, the publisher has no logo in search results";
        return Some(
            Diagnostic::new(Code::MissingLogo, message).about("site.organization.logo").help(advice),
        );
    };
    if path.contains("://") {
        return None;
    }
    match assets.of_site(path) {
        Err(problem) => Some(
            Diagnostic::new(Code::MissingImage, format!("the logo cannot be used: {problem}"))
                .about("site.organization.logo")
                .help(advice),
        ),
        Ok(logo) if logo.width < MIN_LOGO || logo.height < MIN_LOGO => {
            let message =
                format!("the logo is {} × {} pixels: too small for search results", logo.width, logo.height);
            Some(Diagnostic::new(Code::SmallImage, message).about("site.organization.logo").help(advice))
        }
        Ok(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Author, Organization};
    use crate::load::Roots;

    fn codes(site: &Site, assets: &Assets) -> Vec<&'static str> {
        let config = Config { site: site.clone(), ..Config::default() };
        check_site(&config, assets).iter().map(|finding| finding.code.name()).collect()
    }

    #[test]
    fn a_publisher_has_a_logo_large_enough() {
        let folder = tempfile::tempdir().unwrap();
        let image = image::DynamicImage::new_luma8(64, 64);
        image.save(folder.path().join("small.png")).unwrap();
        image::DynamicImage::new_luma8(112, 112).save(folder.path().join("large.png")).unwrap();
        let assets = Assets::within(Roots { assets: folder.path().to_owned(), sources: vec![] });
        let site = |logo: Option<&str>| Site {
            base_url: Some("https://e.example".to_owned()),
            organization: Organization { logo: logo.map(str::to_owned), ..Organization::default() },
            ..Site::default()
        };
        assert_eq!(codes(&site(None), &assets), ["missing-logo"]);
        assert_eq!(codes(&site(Some("/gone.png")), &assets), ["missing-image"]);
        assert_eq!(codes(&site(Some("/../small.png")), &assets), ["missing-image"]);
        assert_eq!(codes(&site(Some("/small.png")), &assets), ["small-image"]);
        assert_eq!(codes(&site(Some("/large.png")), &assets), Vec::<&str>::new());
        assert_eq!(codes(&site(Some("https://cdn.example/logo.svg")), &assets), Vec::<&str>::new());
        assert_eq!(codes(&Site::default(), &assets), Vec::<&str>::new());
    }

    #[test]
    fn the_feed_is_described_in_a_sentence_or_two() {
        let found = |text: &str| feed_description(text).map(|finding| finding.code.name());
        assert_eq!(found("Guides"), Some("feed-description"));
        assert_eq!(found(&"Guides to peptides. ".repeat(3)), None);
        assert_eq!(found(&"Guides to peptides. ".repeat(300)), Some("feed-description"));
    }

    #[test]
    fn configured_authors_have_names() {
        let mut site = Site::default();
        site.authors.insert("x".to_owned(), Author { name: "Dr. Jane Doe".to_owned(), ..Author::default() });
        assert_eq!(codes(&site, &Assets::default()), ["author-name"]);
    }
}
