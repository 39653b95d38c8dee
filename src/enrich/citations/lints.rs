//! What looks wrong about citations: two labels for a work, two works for a label, a year unlike the one beside it.

use std::collections::BTreeMap;

use unicode_segmentation::UnicodeSegmentation as _;

use super::label;
use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Citation, Document, Inline, plain_text, walk};

use super::super::{Setting, Surroundings, flow};

/// Compares the citations of a document with each other and with the sentences around them.
pub fn run(
    document: &mut Document,
    _: &Setting<'_>,
    _: &Surroundings<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut labels: BTreeMap<&str, String> = BTreeMap::new();
    let mut works: BTreeMap<String, &str> = BTreeMap::new();
    flow::runs(document, &mut |run| {
        let mut cites = false;
        walk::nested_inlines(run, &mut |inline| {
            if let Inline::Citation(citation) = inline {
                cites = true;
                compare(citation, &mut labels, &mut works, diagnostics);
            }
        });
        if cites {
            years(run, diagnostics);
        }
    });
}

fn compare<'a>(
    citation: &'a Citation,
    labels: &mut BTreeMap<&'a str, String>,
    works: &mut BTreeMap<String, &'a str>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let text = plain_text(&citation.content);
    let Some(label) = label::read(&text) else { return };
    let url = citation.url.as_str();
    let first = labels.entry(url).or_insert_with(|| text.clone());
    if label::read(first).is_some_and(|first| first.key() != label.key()) {
        diagnostics.push(
            Diagnostic::new(
                Code::CitationLabels,
                format!("“{text}” links to {url}, which is “{first}” elsewhere in this article"),
            )
            .at(citation.span)
            .help("one of the two links leads to the wrong work, or one label is misspelt; until then no author or year is claimed for it"),
        );
    }
    let known = *works.entry(label.key()).or_insert(url);
    if known != url {
        diagnostics.push(
            Diagnostic::new(
                Code::CitationIdentifiers,
                format!("“{text}” links to {url}, and elsewhere to {known}"),
            )
            .at(citation.span)
            .help("correct the link, or tell two works of one year apart as “2006a” and “2006b”"),
        );
    }
}

/// Stands for a citation in the text of a run.
const MARK: char = '\u{FFFC}';

/// Reports a year in a sentence that differs from that of the sentence's one citation.
fn years(run: &[Inline], diagnostics: &mut Vec<Diagnostic>) {
    let mut text = String::new();
    let mut citations = Vec::new();
    spell(run, &mut text, &mut citations);
    // Sentences are looked for only where one may tell a year.
    if !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit)) {
        return;
    }
    let mut citations = citations.into_iter();
    for sentence in text.split_sentence_bounds() {
        let cited: Vec<&Citation> = citations.by_ref().take(sentence.matches(MARK).count()).collect();
        let [citation] = cited.as_slice() else { continue };
        let Some(label) = label::read(&plain_text(&citation.content)) else { continue };
        let told = years_told(sentence);
        let [year] = told.as_slice() else { continue };
        if *year != label.by.year {
            diagnostics.push(
                Diagnostic::new(
                    Code::CitationYear,
                    format!("the sentence says {year}, and the citation in it {}", label.by.year),
                )
                .at(citation.span)
                .help("if the sentence speaks of the cited work, correct the year, or cite the work of that year"),
            );
        }
    }
}

/// The text of a run with a mark for each citation.
fn spell<'a>(run: &'a [Inline], text: &mut String, citations: &mut Vec<&'a Citation>) {
    for inline in run {
        match inline {
            Inline::Text(words) => text.push_str(&words.replace(MARK, " ")),
            Inline::Citation(citation) => {
                text.push(MARK);
                citations.push(citation);
            }
            Inline::SoftBreak | Inline::LineBreak | Inline::FootnoteCall(_) => text.push(' '),
            // What a link says is the name of a page; code and images tell no year either.
            Inline::Code(_) | Inline::Math(_) | Inline::Image(_) | Inline::Link(_) => text.push('x'),
            Inline::Emphasis(_)
            | Inline::Strong(_)
            | Inline::Strikethrough(_)
            | Inline::Subscript(_)
            | Inline::Superscript(_)
            | Inline::Passage(_) => {
                spell(walk::children_of(inline).map_or(&[], Vec::as_slice), text, citations)
            }
        }
    }
}

/// Words after which, or before which, four digits are a quantity and no year.
const BEFORE_QUANTITY: [&str; 12] = [
    "over",
    "about",
    "nearly",
    "approximately",
    "around",
    "some",
    "than",
    "n",
    "=",
    "almost",
    "least",
    "most",
];
const QUANTITIES: [&str; 34] = [
    "patients",
    "participants",
    "people",
    "persons",
    "subjects",
    "adults",
    "children",
    "men",
    "women",
    "mice",
    "rats",
    "volunteers",
    "individuals",
    "cases",
    "mg",
    "mcg",
    "µg",
    "μg",
    "ug",
    "g",
    "kg",
    "ml",
    "l",
    "iu",
    "kcal",
    "calories",
    "units",
    "ng",
    "nm",
    "mm",
    "cm",
    "m",
    "km",
    "times",
];

/// The years that a sentence tells: four digits that stand alone and are no quantity.
fn years_told(sentence: &str) -> Vec<u16> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let plain = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric() && c != '=').to_lowercase();
    let mut years = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let bare = word.trim_matches(|c: char| {
            !c.is_alphanumeric() && !matches!(c, '$' | '€' | '£' | '#' | '%' | '+' | '~')
        });
        let bare = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("’s")).unwrap_or(bare);
        let is_year = bare.len() == 4 && bare.bytes().all(|b| b.is_ascii_digit());
        let Some(year) = is_year.then(|| bare.parse().ok()).flatten() else { continue };
        let near = |at: Option<usize>, list: &[&str]| {
            at.and_then(|at| words.get(at)).is_some_and(|word| list.contains(&plain(word).as_str()))
        };
        let ends_clause = word.ends_with([',', ';', ':', ')', '.']);
        let quantity = near(at.checked_sub(1), &BEFORE_QUANTITY)
            || (!ends_clause && near(at.checked_add(1), &QUANTITIES));
        if (1900..2100).contains(&year) && !quantity {
            years.push(year);
        }
    }
    years
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::*;
    use super::*;
    use crate::model::BlockKind;

    fn findings(content: Vec<Inline>) -> Vec<Diagnostic> {
        let document = document(vec![block(BlockKind::Paragraph(content))]);
        World::new().complete(document, &[super::super::super::links::run, super::super::run, run]).1
    }

    fn cite(number: u32, label: &str) -> Inline {
        link(&format!("https://pubmed.ncbi.nlm.nih.gov/{number}/"), vec![text(label)])
    }

    #[test]
    fn one_work_has_one_label_and_one_label_one_work() {
        let same =
            vec![cite(1, "Alvarez et al., 2006"), cite(1, "Alvarez et al. (2006)"), cite(1, "this trial")];
        assert!(findings(same).is_empty());
        let labels = vec![cite(1, "Alvarez et al., 2006"), cite(1, "Chen et al., 2013")];
        assert_eq!(codes(&findings(labels)), ["citation-labels"]);
        let works = vec![cite(1, "Alvarez et al., 2006"), cite(2, "Alvarez et al., 2006")];
        assert_eq!(codes(&findings(works)), ["citation-identifiers"]);
        assert!(findings(vec![cite(1, "Chen, 2006a"), cite(2, "Chen, 2006b")]).is_empty());
    }

    #[test]
    fn a_year_unlike_the_citations_is_reported() {
        let told = |before: &str| {
            findings(vec![text(before), cite(1, "Doe et al., 2018"), text("). In 1999 it rained.")])
        };
        let reported = told("A 2012 safety meta-analysis covering over 3,000 patients was clear (");
        assert_eq!(codes(&reported), ["citation-year"]);
        assert_eq!(reported[0].message, "the sentence says 2012, and the citation in it 2018");
        for sound in [
            "A 2018 meta-analysis was clear (",
            "Between 2012 and 2018 it was clear (",
            "Over 2000 patients were seen (",
            "Of all, 2000 mg was the most (",
            "In 2012 it began. It was clear (",
            "The 2010-2012 cohort (",
        ] {
            assert!(told(sound).is_empty(), "{sound}");
        }
        let two = vec![text("In 2012 ("), cite(1, "Doe, 2018"), text("; "), cite(2, "Roe, 2017"), text(").")];
        assert!(findings(two).is_empty());
    }
}
