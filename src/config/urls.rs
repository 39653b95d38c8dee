//! Where articles are on the web: permalinks and absolute URLs.

use url::Url;

use super::Site;
use crate::model::Route;

impl Site {
    /// The site's base URL, when it is an absolute http or https URL without user info (a trailing slash makes no
    /// difference).
    pub fn base(&self) -> Option<Url> {
        let text = self.base_url.as_deref()?.trim();
        let mut url = Url::parse(text).ok()?;
        let sound =
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none();
        if !sound || url.host_str().is_none() {
            return None;
        }
        url.set_query(None);
        url.set_fragment(None);
        if !url.path().ends_with('/') {
            let path = format!("{}/", url.path());
            url.set_path(&path);
        }
        Some(url)
    }

    /// The site's base URL without its trailing slash: `https://peptidearc.example`.
    pub fn base_text(&self) -> Option<String> {
        self.base().map(|url| url.as_str().trim_end_matches('/').to_owned())
    }

    /// The path of an article on the site, with a leading slash.
    pub fn article_path(&self, route: &Route) -> String {
        match &self.permalink {
            Some(pattern) => fill(pattern, route.slug(), route.as_str()),
            None if route.as_str() == "index" => "/".to_owned(),
            None => format!("/{route}"),
        }
    }

    /// The path of a category, when the site has such pages.
    pub fn category_path(&self, slug: &str) -> Option<String> {
        self.category_permalink.as_ref().map(|pattern| fill(pattern, slug, slug))
    }

    /// A site path or URL as an absolute URL, normalised. `None` without a base URL, or when it is no http(s) URL.
    pub fn absolute(&self, path: &str) -> Option<String> {
        let url = match Url::parse(path) {
            Ok(url) => url,
            // The dot keeps `a:b` from being read as a URL of its own.
            Err(_) => self.base()?.join(&format!("./{}", path.trim_start_matches('/'))).ok()?,
        };
        matches!(url.scheme(), "http" | "https").then(|| url.into())
    }
}

fn fill(pattern: &str, slug: &str, route: &str) -> String {
    let path = pattern.replace("{slug}", slug).replace("{route}", route);
    if path.starts_with('/') { path } else { format!("/{path}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(base: &str) -> Site {
        Site { base_url: Some(base.to_owned()), ..Site::default() }
    }

    #[test]
    fn absolute_urls_keep_the_base_path() {
        let site = site("https://example.org/blog");
        assert_eq!(
            site.absolute("/articles/x y").as_deref(),
            Some("https://example.org/blog/articles/x%20y")
        );
        assert_eq!(site.absolute("https://other.example/").as_deref(), Some("https://other.example/"));
        assert_eq!(site.absolute("javascript:alert(1)"), None);
        assert_eq!(site.base_text().as_deref(), Some("https://example.org/blog"));
    }

    #[test]
    fn an_unsound_base_is_none() {
        for base in ["//host", "file:///x", "javascript:1", "https://user:pw@host/", "peptidearc"] {
            assert_eq!(site(base).base(), None, "{base}");
        }
    }

    #[test]
    fn permalinks_fill_in() {
        let mut site = site("https://example.org");
        let route = Route::from_segments(["guides", "x"]);
        assert_eq!(site.article_path(&route), "/guides/x");
        site.permalink = Some("/articles/{slug}/".to_owned());
        assert_eq!(site.article_path(&route), "/articles/x/");
    }
}
