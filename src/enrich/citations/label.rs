//! Labels of citations in the author-year form: “Hartbauer et al., 2001”, “van der Berg & O’Neil (1999b)”.

use super::super::folding::fold;
use crate::model::AuthorYear;

/// A label in the author-year form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Author and year.
    pub by: AuthorYear,
    /// What tells apart two works of one year: the `b` of `1999b`.
    pub suffix: Option<char>,
}

impl Label {
    /// The label for comparison: punctuation, case and the form of “and” do not count.
    pub fn key(&self) -> String {
        let authors: Vec<String> = self
            .by
            .authors
            .split([' ', ','])
            .map(|word| fold(word.trim_matches('.')))
            .filter(|word| !word.is_empty() && !AND.contains(&word.as_str()))
            .collect();
        format!("{} {}{}", authors.join(" "), self.by.year, self.suffix.map(String::from).unwrap_or_default())
    }
}

/// Lower-case words that belong to a family name.
const PARTICLES: [&str; 34] = [
    "af", "al", "am", "av", "bin", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "ibn", "la", "las", "le", "los", "of", "san", "ten", "ter", "the", "van", "vande", "vom", "von",
    "y", "zu", "zur",
];

/// Words between two authors.
const AND: [&str; 16] =
    ["&", "and", "und", "et", "y", "e", "en", "i", "и", "і", "та", "ve", "og", "och", "ja", "és"];

/// Words that a year may follow without being an author's.
const NO_NAMES: [&str; 44] = [
    "a",
    "an",
    "analysis",
    "guideline",
    "guidelines",
    "in",
    "meta-analysis",
    "published",
    "report",
    "review",
    "since",
    "study",
    "survey",
    "the",
    "trial",
    "update",
    "updated",
    "until",
    "version",
    "volume",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "spring",
    "summer",
    "autumn",
    "fall",
    "winter",
    "phase",
    "day",
    "week",
    "from",
    "by",
    "for",
    "see",
];

/// Reads a label. It must be nothing else: one or two authors, or the first “et al.”, then a year of the 20th or 21st
/// century.
pub fn read(text: &str) -> Option<Label> {
    let text = text.trim();
    let text = unwrap(text, '(', ')').or_else(|| unwrap(text, '[', ']')).unwrap_or(text);
    let (before, year, suffix) = split_year(text)?;
    let authors = before.trim_end().strip_suffix(',').unwrap_or(before.trim_end()).trim();
    let family_name = first_author(authors)?;
    Some(Label { by: AuthorYear { family_name, authors: authors.to_owned(), year }, suffix })
}

fn unwrap(text: &str, open: char, close: char) -> Option<&str> {
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    (!inner.contains(open)).then_some(inner.trim())
}

/// The text before a closing year, the year, and its letter.
fn split_year(text: &str) -> Option<(&str, u16, Option<char>)> {
    let bare = text.strip_suffix(')').unwrap_or(text);
    let parenthesis = bare.len() < text.len();
    let suffix = bare.chars().next_back().filter(char::is_ascii_lowercase);
    let digits_end = bare.len() - suffix.map_or(0, char::len_utf8);
    let digits_start = digits_end.checked_sub(4)?;
    let digits = bare.get(digits_start..digits_end)?;
    let year: u16 = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok())??;
    let before = bare.get(..digits_start)?;
    let before = if parenthesis { before.strip_suffix('(')? } else { before };
    let apart = before.ends_with(|c: char| c.is_whitespace() || c == ',');
    ((1900..2100).contains(&year) && apart).then_some((before, year, suffix))
}

/// The family name of the first author of “A”, “A and B” or “A et al.”.
fn first_author(authors: &str) -> Option<String> {
    let words: Vec<&str> = authors.split_whitespace().collect();
    let words = words.as_slice();
    if let [first @ .., et, al] = words
        && et.eq_ignore_ascii_case("et")
        && al.trim_end_matches(['.', ',']).eq_ignore_ascii_case("al")
    {
        return name(first, true);
    }
    match words.iter().position(|word| AND.contains(&word.to_lowercase().as_str())) {
        // “y” and “e” may belong to one name; between two names they join them.
        Some(at) => {
            let (first, rest) = words.split_at_checked(at)?;
            name(rest.get(1..)?, true)?;
            name(first, true)
        }
        None => name(words, false),
    }
}

/// A family name: capitalised words with their particles. `company` says that “et al.” or a second author vouches
/// for it; alone, one capitalised word must do, and it must not be an ordinary one.
fn name(words: &[&str], company: bool) -> Option<String> {
    let words: Vec<&str> = words.iter().map(|word| word.trim_end_matches(',')).collect();
    let capitalised = words.iter().filter(|word| is_name(word)).count();
    let known = |word: &str| is_name(word) || PARTICLES.contains(&word.to_lowercase().as_str());
    if words.is_empty() || words.len() > 5 || capitalised == 0 || !words.iter().all(|word| known(word)) {
        return None;
    }
    if !company {
        let ordinary = words.iter().any(|word| NO_NAMES.contains(&word.to_lowercase().as_str()));
        if capitalised > 1 || ordinary {
            return None;
        }
    }
    // Initials after the name are not part of it: “Smith JA et al.”
    let family: Vec<&str> = match words.as_slice() {
        [first, rest @ ..] if !rest.is_empty() && rest.iter().all(|word| is_initials(word)) => vec![*first],
        all => all.to_vec(),
    };
    Some(family.join(" "))
}

/// A word with a capital, of letters, hyphens, apostrophes and full stops: `O’Brien`, `Smith-Jones`, `al-Rashid`.
/// Letters of scripts without capitals will do.
fn is_name(word: &str) -> bool {
    let capital = word.chars().any(char::is_uppercase)
        || word.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase());
    let letters = |c: char| {
        c.is_alphabetic()
            || super::super::folding::is_mark(c)
            || matches!(c, '-' | '‐' | '‑' | '\'' | '’' | '.')
    };
    capital && word.chars().all(letters) && word.chars().any(char::is_alphabetic)
}

fn is_initials(word: &str) -> bool {
    let letters: Vec<char> = word.chars().filter(|c| *c != '.').collect();
    !letters.is_empty() && letters.len() <= 3 && letters.iter().all(|c| c.is_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_and_year_are_read() {
        for (text, family, authors, year, suffix) in [
            ("Hartbauer et al., 2001", "Hartbauer", "Hartbauer et al.", 2001, None),
            ("Hartbauer et al. (2001)", "Hartbauer", "Hartbauer et al.", 2001, None),
            ("(Hartbauer et al., 2001)", "Hartbauer", "Hartbauer et al.", 2001, None),
            ("Smith and Jones, 1999b", "Smith", "Smith and Jones", 1999, Some('b')),
            ("Smith & O’Brien 1999", "Smith", "Smith & O’Brien", 1999, None),
            ("van der Berg et al, 2010", "van der Berg", "van der Berg et al", 2010, None),
            ("Müller und Çelik, 2020", "Müller", "Müller und Çelik", 2020, None),
            ("Smith-Jones, 1987", "Smith-Jones", "Smith-Jones", 1987, None),
            ("al-Rashid et al., 2015", "al-Rashid", "al-Rashid et al.", 2015, None),
            ("Smith JA et al., 2015", "Smith", "Smith JA et al.", 2015, None),
            ("García Márquez et al., 2015", "García Márquez", "García Márquez et al.", 2015, None),
            ("Иванов и Петров, 2004", "Иванов", "Иванов и Петров", 2004, None),
            ("王, 2018", "王", "王", 2018, None),
        ] {
            let expected = Label {
                by: AuthorYear { family_name: family.into(), authors: authors.into(), year },
                suffix,
            };
            assert_eq!(read(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn other_texts_are_no_labels() {
        for text in [
            "",
            "2001",
            "PubMed",
            "this study",
            "a 2012 trial",
            "May 2020",
            "The Lancet, 2012",
            "Cochrane Review 2020",
            "Hartbauer et al.",
            "Hartbauer et al., 1801",
            "Hartbauer2001",
            "Smith, 2001, 2002",
            "et al., 2001",
            "see Smith, 2001",
            "Smith (2001",
            "µ€…",
            "é001",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn punctuation_does_not_tell_labels_apart() {
        let key = |text: &str| read(text).unwrap().key();
        assert_eq!(key("Alvarez et al., 2006"), key("alvarez et al (2006)".replace("alv", "Alv").as_str()));
        assert_eq!(key("Smith and Jones, 2006"), key("Smith & Jones (2006)"));
        assert_ne!(key("Smith, 2006a"), key("Smith, 2006b"));
    }
}
