//! From the keys of all dialects to the fields of [`Metadata`].

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{
    Category, Contributor, Cover, Date, Field, ImageSource, Language, Metadata, Review, Route,
};
use crate::read::characters::clean_line;
use crate::read::markdown::plain_title;
use crate::read::reader::Reader;

use super::dates;
use super::fence::Fenced;
use super::places::{Places, normal};
use super::value::Value;

/// What a field is called, in the order in which names are tried.
fn names(field: Field) -> &'static [&'static str] {
    match field {
        Field::Title => &["title"],
        Field::Description => &["description", "excerpt", "summary"],
        Field::Published => &["published", "date", "pubDate", "publishDate", "publishedAt", "datePublished"],
        Field::Updated => {
            &["updated", "lastmod", "modified", "updatedDate", "updatedAt", "lastModifiedAt", "dateModified"]
        }
        Field::Authors => &["author", "authors"],
        Field::Categories => &["category", "categories"],
        Field::Tags => &["tags", "keywords"],
        Field::Image => &["image", "cover", "heroImage", "coverImage", "featuredImage", "images"],
        Field::ImageAlt => &["imageAlt", "coverAlt", "heroImageAlt", "coverImageAlt", "featuredImageAlt"],
        Field::Slug => &["slug"],
        Field::Language => &["lang", "language", "locale"],
        Field::Draft => &["draft"],
        Field::Noindex => &["noindex"],
        Field::Canonical => &["canonical", "canonicalURL"],
        Field::Reviewed => &["reviewed", "lastReviewed", "reviewedDate"],
        Field::Reviewer => &["reviewer", "reviewedBy"],
    }
}

/// Tables in which Zola and Hugo keep fields.
const SECTIONS: [&str; 3] = ["taxonomies", "extra", "params"];

/// Fills `metadata` with what the front matter says.
pub(super) fn fill(
    root: &Value,
    places: &Places,
    block: &Fenced,
    metadata: &mut Metadata,
    reader: &mut Reader<'_>,
) {
    metadata.opening = Some(reader.span(block.fence.clone()));
    let mut fields = Fields { values: index(root), places, block, reader, metadata };
    fields.texts();
    fields.dates();
    fields.people();
    fields.subjects();
    fields.cover();
    fields.address();
    fields.flags();
}

struct Fields<'f, 'a> {
    /// The values by normal key.
    values: BTreeMap<String, &'f Value>,
    places: &'f Places,
    block: &'f Fenced,
    reader: &'f mut Reader<'a>,
    metadata: &'f mut Metadata,
}

/// Values by normal key: those at the top, then those of the sections.
fn index(root: &Value) -> BTreeMap<String, &Value> {
    let top = root.entries();
    let sections = top.iter().filter(|(key, _)| SECTIONS.contains(&normal(key).as_str()));
    let mut values = BTreeMap::new();
    for (key, value) in top.iter().chain(sections.flat_map(|(_, section)| section.entries())) {
        values.entry(normal(key)).or_insert(value);
    }
    values
}

/// What is wrong with a value.
struct Wrong {
    code: Code,
    /// None where the kind of value is wrong.
    message: Option<String>,
    help: &'static str,
}

fn wrong(help: &'static str) -> Wrong {
    Wrong { code: Code::InvalidField, message: None, help }
}

/// What a value was read as: none when it is empty.
type Read<T> = Result<Option<T>, Wrong>;

impl Fields<'_, '_> {
    fn texts(&mut self) {
        let title = self.first(Field::Title, one_text);
        self.metadata.title = title.map(|title| plain_title(&title)).unwrap_or_default();
        let description = self.first(Field::Description, one_text);
        self.metadata.description =
            description.map(|text| plain_title(&text)).filter(|text| !text.is_empty());
    }

    fn dates(&mut self) {
        // Jekyll says `published: false` of a draft.
        if let Some(Value::Bool(published)) = self.values.get("published") {
            self.metadata.draft = !published;
        }
        self.metadata.published = self.first(Field::Published, date);
        self.metadata.updated = self.first(Field::Updated, date);
        let (published, updated) = (self.metadata.published, self.metadata.updated);
        if let Some((published, updated)) = published.zip(updated)
            && is_before(updated, published)
        {
            self.metadata.updated = None;
            let message =
                format!("the article was updated on {updated}, before it was published on {published}");
            self.report(Field::Updated, Code::DateOrder, message, "correct one of the two dates");
        }
    }

    fn people(&mut self) {
        let authors = self.first(Field::Authors, contributors);
        self.metadata.authors = authors.unwrap_or_default();
        let reviewed = self.first(Field::Reviewed, date);
        let reviewer = self.first(Field::Reviewer, contributors);
        let reviewer = reviewer.and_then(|people| people.into_iter().next());
        self.metadata.review = match (reviewed, reviewer) {
            (Some(date), Some(reviewer)) => Some(Review { date, reviewer }),
            // What lacks the other is told with the rest of what the metadata lack.
            (None, None) | (Some(_), None) | (None, Some(_)) => None,
        };
    }

    fn subjects(&mut self) {
        let categories = self.first(Field::Categories, |value| texts(value, false));
        self.metadata.categories = unique(categories.unwrap_or_default())
            .into_iter()
            .map(|slug| Category { name: slug.clone(), slug })
            .collect();
        let tags = self.first(Field::Tags, |value| texts(value, true));
        self.metadata.tags = unique(tags.unwrap_or_default());
    }

    fn cover(&mut self) {
        let image = self.first(Field::Image, image);
        let alt = self.first(Field::ImageAlt, one_text);
        self.metadata.cover = image.map(|image| Cover {
            source: ImageSource::Unresolved(image.source),
            alt: image.alt.or(alt).unwrap_or_default(),
        });
    }

    fn address(&mut self) {
        let slug = self.first(Field::Slug, one_text);
        if let Some(slug) = slug {
            self.metadata.slug = self.safe_slug(&slug);
        }
        self.metadata.canonical = self.first(Field::Canonical, canonical);
        if let Some(language) = self.first(Field::Language, language) {
            self.metadata.language = language;
        }
    }

    fn flags(&mut self) {
        if let Some(draft) = self.first(Field::Draft, flag) {
            self.metadata.draft = draft;
        }
        let robots = match self.values.get("robots") {
            Some(Value::Text(text)) => text.to_lowercase().contains("noindex"),
            _ => false,
        };
        let noindex = self.first(Field::Noindex, flag);
        self.metadata.noindex = noindex.unwrap_or(robots);
    }

    /// A slug as the last segment of a route.
    fn safe_slug(&mut self, slug: &str) -> Option<String> {
        let last = slug.trim_matches('/').rsplit('/').next().unwrap_or_default();
        let last = last.split_whitespace().collect::<Vec<_>>().join("-");
        let route = Route::from_segments([&last]);
        // An empty route is `index`; nobody asked for that.
        let safe = Some(route.as_str()).filter(|safe| *safe != "index" || last == "index");
        if safe != Some(slug) {
            let message = match safe {
                Some(safe) => {
                    format!("the slug “{slug}” is not safe in a file name or URL; it became “{safe}”")
                }
                None => format!("the slug “{slug}” holds nothing that is safe in a file name or URL"),
            };
            let help = "write letters, digits and “-”, without “/” or spaces";
            self.report(Field::Slug, Code::UnsafeSlug, message, help);
        }
        safe.map(str::to_owned)
    }

    /// The first value of a field that can be read. Others are reported and count as absent.
    fn first<T>(&mut self, field: Field, read: impl Fn(&Value) -> Read<T>) -> Option<T> {
        for name in names(field) {
            let Some(&value) = self.values.get(&normal(name)) else { continue };
            let place = self.places.get(name);
            let value = self.as_written(value, place.clone());
            if let (Field::Published, Value::Bool(_)) | (_, Value::Null) = (field, &value) {
                if let Some(place) = place {
                    let span = self.reader.span(place);
                    self.metadata.blanks.entry(field).or_insert(span);
                }
                continue;
            }
            if let Some(place) = place {
                let span = self.reader.span(place);
                self.metadata.places.entry(field).or_insert(span);
            }
            match read(&value) {
                Ok(Some(value)) => return Some(value),
                Ok(None) => {
                    if let Some(span) = self.metadata.places.remove(&field) {
                        self.metadata.blanks.entry(field).or_insert(span);
                    }
                }
                Err(Wrong { code, message, help }) => {
                    let range = self.places.get(name).unwrap_or_else(|| self.block.fence.clone());
                    let span = self.reader.span(range);
                    let message =
                        message.unwrap_or_else(|| format!("the value of “{name}” has the wrong kind"));
                    self.reader.report(Diagnostic::new(code, message).at(span).help(help));
                }
            }
        }
        None
    }

    /// A number keeps the digits its author wrote: `1.10` is no `1.1`.
    fn as_written(&self, value: &Value, place: Option<Range<usize>>) -> Value {
        if let (Value::Number(number), Some(place)) = (value, place) {
            let written = self.reader.slice(&place);
            if written.parse::<f64>().is_ok_and(|written| number.parse() == Ok(written)) {
                return Value::Text(written.to_owned());
            }
        }
        value.clone()
    }

    fn report(&mut self, field: Field, code: Code, message: impl Into<String>, help: &str) {
        let fence = self.reader.span(self.block.fence.clone());
        let span = self.metadata.place_of(field).unwrap_or(fence);
        self.reader.report(Diagnostic::new(code, message).at(span).help(help));
    }
}

/// Whether `date` is before `other`. Where one of the two is only a day, days are compared.
fn is_before(date: Date, other: Date) -> bool {
    if date.is_date_only() || other.is_date_only() {
        date.iso_date() < other.iso_date()
    } else {
        date < other
    }
}

/// The text of a scalar, on one line; none when it is empty.
fn scalar(value: &Value) -> Option<Option<String>> {
    let text = match value {
        Value::Text(text) | Value::Number(text) => text,
        Value::Null => return Some(None),
        Value::Bool(_) | Value::List(_) | Value::Map(_) => return None,
    };
    let line = clean_line(text);
    Some((!line.is_empty()).then_some(line))
}

fn one_text(value: &Value) -> Read<String> {
    scalar(value).ok_or_else(|| wrong("write a text"))
}

fn texts(value: &Value, commas: bool) -> Read<Vec<String>> {
    let refuse = || wrong("write a text, or a list of texts");
    let found = match value {
        Value::List(list) => list
            .iter()
            .map(|item| scalar(item).ok_or_else(refuse))
            .filter_map(Result::transpose)
            .collect::<Result<Vec<_>, _>>()?,
        other => {
            let text = scalar(other).ok_or_else(refuse)?.unwrap_or_default();
            let parts = text.split(|c| commas && matches!(c, ',' | '，' | '、' | '،'));
            parts.map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect()
        }
    };
    Ok((!found.is_empty()).then_some(found))
}

/// Texts without those that differ from an earlier one in case alone.
fn unique(texts: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    texts.into_iter().filter(|text| seen.insert(text.to_lowercase())).collect()
}

fn date(value: &Value) -> Read<Date> {
    let help = "write YYYY-MM-DD";
    let Some(text) = scalar(value).ok_or_else(|| wrong(help))? else { return Ok(None) };
    dates::parse(&text).map(Some).map_err(|error| Wrong {
        code: Code::InvalidDate,
        message: Some(error.to_string()),
        help,
    })
}

fn flag(value: &Value) -> Read<bool> {
    match value {
        Value::Bool(value) => Ok(Some(*value)),
        Value::Text(text) => match text.trim().to_lowercase().as_str() {
            "" => Ok(None),
            "true" | "yes" | "on" => Ok(Some(true)),
            "false" | "no" | "off" => Ok(Some(false)),
            _ => Err(wrong("write true or false")),
        },
        _ => Err(wrong("write true or false")),
    }
}

fn contributors(value: &Value) -> Read<Vec<Contributor>> {
    let one = |value: &Value| {
        let name = match value {
            Value::Map(_) => value.get(&["name", "title", "key"]).unwrap_or(&Value::List(Vec::new())).clone(),
            other => other.clone(),
        };
        scalar(&name).ok_or_else(|| wrong("write a name, a list of names, or entries with “name”"))
    };
    let names = match value {
        Value::List(list) => list.iter().map(one).collect::<Result<Vec<_>, _>>()?,
        other => vec![one(other)?],
    };
    let names: Vec<_> = names.into_iter().flatten().map(|name| Contributor { key: None, name }).collect();
    Ok((!names.is_empty()).then_some(names))
}

struct FoundImage {
    source: String,
    alt: Option<String>,
}

fn image(value: &Value) -> Read<FoundImage> {
    let refuse = || wrong("write a path, or “src” and “alt” below it");
    match value {
        Value::Map(_) => {
            let source = value.get(&["src", "url", "path", "image", "file"]).ok_or_else(refuse)?;
            let source = scalar(source).ok_or_else(refuse)?;
            let alt = value.get(&["alt", "imageAlt"]).and_then(scalar).flatten();
            Ok(source.map(|source| FoundImage { source, alt }))
        }
        // Hugo's `images` lists them; the first is the cover.
        Value::List(list) => list.first().map_or(Ok(None), |first| match first {
            Value::List(_) => Err(refuse()),
            first => image(first),
        }),
        other => {
            let source = scalar(other).ok_or_else(refuse)?;
            Ok(source.map(|source| FoundImage { source, alt: None }))
        }
    }
}

fn language(value: &Value) -> Read<Language> {
    let help = "write a BCP 47 tag, such as “en” or “pt-BR”";
    let Some(tag) = scalar(value).ok_or_else(|| wrong(help))? else { return Ok(None) };
    let refuse =
        || Wrong { code: Code::InvalidField, message: Some(format!("“{tag}” is no language tag")), help };
    Language::parse(&tag).map(Some).ok_or_else(refuse)
}

/// A canonical address: an http(s) URL, or a path on the site.
fn canonical(value: &Value) -> Read<String> {
    let help = "write an https URL";
    let Some(text) = scalar(value).ok_or_else(|| wrong(help))? else { return Ok(None) };
    let is_web = url::Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
    let is_path = text.starts_with('/') && !text.starts_with("//");
    if is_web || is_path {
        return Ok(Some(text));
    }
    Err(Wrong { code: Code::InvalidField, message: Some(format!("“{text}” is no web address")), help })
}
