//! Images: which file each one is. Nothing is fetched: an image on the network becomes a link to it.

#[cfg(test)]
mod tests;

use percent_encoding::percent_decode_str;
use url::Url;

use crate::diagnostic::{Code, Diagnostic};
use crate::load::AssetProblem;
use crate::model::{
    AssetPath, Block, BlockKind, Cover, Document, Field, Image, ImageSource, Inline, Link, LinkTarget, walk,
};

use super::asked::{Question, names_in, of_file, of_names};
use super::{Setting, Surroundings, flow, suggestion::nearest};

/// Finds the file of every image, and numbers the figures that have a caption.
pub fn run(
    document: &mut Document,
    setting: &Setting<'_>,
    around: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let finder = Finder { base: setting.config.site.base(), around };
    finder.cover(document, diagnostics);
    flow::runs_mut(document, &mut |run| finder.inline(run, false, diagnostics));
    walk::bodies_mut(document, &mut |blocks| {
        walk::blocks_mut(blocks, &mut |block| finder.figure(block, diagnostics));
    });
    number_figures(document);
}

fn number_figures(document: &mut Document) {
    let mut last = 0;
    walk::bodies_mut(document, &mut |blocks| {
        walk::blocks_mut(blocks, &mut |block| {
            if let BlockKind::Figure(figure) = &mut block.kind {
                figure.number = figure.caption.as_ref().map(|_| {
                    last += 1;
                    last
                });
            }
        });
    });
}

/// What the address of an image means.
enum Found {
    File(AssetPath),
    Remote(String),
    Lost(Diagnostic),
}

struct Finder<'a> {
    base: Option<Url>,
    around: &'a Surroundings<'a>,
}

impl Finder<'_> {
    fn cover(&self, document: &mut Document, diagnostics: &mut Vec<Diagnostic>) {
        let metadata = &mut document.metadata;
        let Some(Cover { source: ImageSource::Unresolved(written), alt }) = metadata.cover.take() else {
            return;
        };
        let place = metadata.places.get(&Field::Image).copied();
        let mut report = |finding: Diagnostic| {
            diagnostics.push(match place {
                Some(span) => finding.at(span),
                None => finding,
            });
        };
        let source = match self.find(&written) {
            Found::File(file) => {
                if alt.trim().is_empty() {
                    report(
                        Diagnostic::new(Code::MissingAlt, "the article's image has no alternative text")
                            .help("say in `image_alt:` what the image shows, for those who cannot see it"),
                    );
                }
                ImageSource::File(file)
            }
            Found::Remote(url) => {
                report(
                    remote(&url)
                        .help("nothing is fetched from the network: put the file into the asset folder"),
                );
                // Pages show it all the same: its address is data.
                ImageSource::Missing(url)
            }
            Found::Lost(finding) => {
                report(finding);
                ImageSource::Missing(written)
            }
        };
        metadata.cover = Some(Cover { source, alt });
    }

    /// Resolves the images of a run. Within a link, what stands for a remote image is not a link again.
    fn inline(&self, run: &mut [Inline], in_link: bool, diagnostics: &mut Vec<Diagnostic>) {
        for inline in run {
            let is_link = matches!(inline, Inline::Link(_));
            if let Inline::Image(image) = inline {
                if let Some(url) = self.image(image, diagnostics) {
                    let stand_in = stand_in(image, url);
                    *inline = if in_link {
                        Inline::Text(words(&stand_in))
                    } else {
                        Inline::Link(Box::new(stand_in))
                    };
                }
            } else if let Some(children) = walk::children_of_mut(inline) {
                self.inline(children, in_link || is_link, diagnostics);
            }
        }
    }

    fn figure(&self, block: &mut Block, diagnostics: &mut Vec<Diagnostic>) {
        let BlockKind::Figure(figure) = &mut block.kind else { return };
        let Some(url) = self.image(&mut figure.image, diagnostics) else { return };
        let caption = figure.caption.take();
        // The caption is the title, shown below: the link need not repeat it.
        let mut link = stand_in(&figure.image, url);
        if caption.is_some() {
            link.title = None;
        }
        let mut content = vec![Inline::Link(Box::new(link))];
        if let Some(caption) = caption {
            content.push(Inline::LineBreak);
            content.extend(caption);
        }
        block.kind = BlockKind::Paragraph(content);
    }

    /// Resolves an image. The URL of one that lies on the network is returned.
    fn image(&self, image: &mut Image, diagnostics: &mut Vec<Diagnostic>) -> Option<String> {
        let ImageSource::Unresolved(written) = &image.source else { return None };
        if image.alt.trim().is_empty() && !image.decorative {
            diagnostics.push(
                Diagnostic::new(Code::MissingAlt, "the image has no alternative text").at(image.span).help(
                    "say between the brackets what it shows, `![what it shows](file)`; an image that only \
                         adorns is written `<img src=\"file\" alt=\"\">`",
                ),
            );
        }
        image.source = match self.find(written) {
            Found::File(file) => ImageSource::File(file),
            Found::Lost(finding) => {
                diagnostics.push(finding.at(image.span));
                ImageSource::Missing(written.clone())
            }
            Found::Remote(url) => {
                diagnostics.push(remote(&url).at(image.span).help(
                    "its text is shown, linked; to show the image, put the file into the asset folder",
                ));
                return Some(url);
            }
        };
        None
    }

    fn find(&self, written: &str) -> Found {
        let address = written.trim();
        let address =
            if address.starts_with("//") { format!("https:{address}") } else { address.replace('\\', "/") };
        let path = match Url::parse(&address) {
            Ok(url) if matches!(url.scheme(), "http" | "https") => match self.on_this_site(&url) {
                // The site's own images are files here.
                Some(path) => match self.file(&path) {
                    Ok(file) => return Found::File(file),
                    Err(_) => return Found::Remote(plain(url)),
                },
                None => return Found::Remote(plain(url)),
            },
            Ok(url) => {
                let scheme = url.scheme();
                return Found::Lost(
                    Diagnostic::new(Code::MissingImage, format!("images cannot be `{scheme}:` addresses"))
                        .help("put the image into a file of the asset folder and give its path"),
                );
            }
            Err(_) => address.split(['?', '#']).next().unwrap_or_default().to_owned(),
        };
        match self.file(&path) {
            Ok(file) => Found::File(file),
            Err(problem) => Found::Lost(self.lost(&path, problem)),
        }
    }

    /// The file at a path, percent-decoded; a file whose name holds a percent sign may be written as it is.
    fn file(&self, path: &str) -> Result<AssetPath, AssetProblem> {
        let find = |path: &str| {
            let found = self.around.roots.asset(path, self.around.file);
            self.around.note(Question::Image(path.to_owned()), || of_file(&found));
            found
        };
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        find(&decoded).or_else(|problem| find(path).map_err(|_| problem))
    }

    fn on_this_site(&self, url: &Url) -> Option<String> {
        let base = self.base.as_ref()?;
        let same = base.host() == url.host() && base.port() == url.port();
        same.then(|| url.path().strip_prefix(base.path())).flatten().map(|path| format!("/{path}"))
    }

    /// The path of a file in the same folder that was probably meant: another ending, or a slip.
    fn alike(&self, path: &str) -> Option<String> {
        let path = percent_decode_str(path).decode_utf8().ok()?;
        let (folder, name) = path.split_at_checked(path.rfind('/').map_or(0, |at| at + 1))?;
        let names = names_in(folder, self.around.roots, self.around.file);
        self.around.note(Question::Folder(folder.to_owned()), || of_names(names.as_deref()));
        let names = names?;
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        let same_stem = names.iter().find(|other| stem(other) == stem(name)).map(String::as_str);
        let meant = same_stem.or_else(|| nearest(name, names.iter().map(String::as_str)))?;
        let meant = format!("{folder}{meant}");
        // Only what may be read is named.
        self.file(&meant).is_ok().then_some(meant)
    }

    fn lost(&self, path: &str, problem: AssetProblem) -> Diagnostic {
        if path.is_empty() {
            return Diagnostic::new(Code::MissingImage, "the image has no address")
                .help("give the path of its file: `![what it shows](file)`");
        }
        match problem {
            AssetProblem::Missing => {
                let place = match (self.alike(path), path.strip_prefix('/')) {
                    (Some(name), _) => format!("did you mean “{name}”?"),
                    (None, Some(inside)) => {
                        let assets = &self.around.roots.assets;
                        self.around.note(Question::AssetFolder, || assets.to_string_lossy().into_owned());
                        format!("put it at {}", assets.join(inside).display())
                    }
                    (None, None) => {
                        "the path is relative to the article's file; begin it with `/` for the asset folder"
                            .to_owned()
                    }
                };
                Diagnostic::new(Code::MissingImage, format!("there is no image file “{path}”")).help(place)
            }
            AssetProblem::Outside => Diagnostic::new(
                Code::MissingImage,
                format!("“{path}” lies outside the folders of the site, so it is not read"),
            )
            .help("put the image into the asset folder, or beside the article"),
        }
    }
}

fn remote(url: &str) -> Diagnostic {
    Diagnostic::new(Code::RemoteImage, format!("the image lies on the network: {url}"))
}

fn plain(mut url: Url) -> String {
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.into()
}

/// The link that stands for a remote image.
fn stand_in(image: &Image, url: String) -> Link {
    let alt = image.alt.trim();
    let name = url.split(['?', '#']).next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let name = percent_decode_str(name).decode_utf8_lossy();
    let text = match (alt.is_empty(), name.is_empty()) {
        (false, _) => alt.to_owned(),
        (true, false) => name.into_owned(),
        (true, true) => url.clone(),
    };
    Link {
        target: LinkTarget::Unresolved(url),
        title: image.title.clone(),
        content: vec![Inline::Text(text)],
        reference: None,
        mention: 0,
        span: image.span,
    }
}

fn words(link: &Link) -> String {
    crate::model::plain_text(&link.content)
}
