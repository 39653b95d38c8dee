//! Passages in another script than the article's are passages in another language: what reads aloud must change its
//! voice there (WCAG 2.1, 3.1.2; ISO 14289-1, 7.2).
//!
//! Which language it is, the author may say (`<span lang="uk">`). Where nobody does, it is the one that the script is
//! most used for (CLDR, likely subtags). Single letters are no language: the α of TNF-α stays as it is.

use super::{Setting, Surroundings, flow};
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Inline, Language, Passage, walk};

/// Marks every passage in another script.
pub fn run(document: &mut Document, _: &Setting<'_>, _: &Surroundings<'_>, _: &mut Vec<Diagnostic>) {
    let language = document.metadata.language.clone();
    flow::runs_mut(document, &mut |run| mark(run, &language));
}

fn mark(run: &mut Vec<Inline>, language: &Language) {
    let mut is_split = false;
    for inline in run.iter_mut() {
        match inline {
            Inline::Text(text) => is_split = is_split || !passages(text, language).is_empty(),
            Inline::Passage(passage) => {
                let own = passage.language.clone();
                mark(&mut passage.content, own.as_ref().unwrap_or(language));
            }
            other => {
                if let Some(children) = walk::children_of_mut(other) {
                    mark(children, language);
                }
            }
        }
    }
    // Most runs stay as they are.
    if is_split {
        for inline in std::mem::take(run) {
            match inline {
                Inline::Text(text) => split(text, language, run),
                other => run.push(other),
            }
        }
    }
}

/// Appends a text, its passages in another script as such.
fn split(text: String, language: &Language, run: &mut Vec<Inline>) {
    let passages = passages(&text, language);
    if passages.is_empty() {
        run.push(Inline::Text(text));
        return;
    }
    let plain = |range: std::ops::Range<usize>, run: &mut Vec<Inline>| {
        if let Some(part) = text.get(range).filter(|part| !part.is_empty()) {
            run.push(Inline::Text(part.to_owned()));
        }
    };
    let mut from = 0;
    for Found { start, end, language } in passages {
        plain(from..start, run);
        let mut content = Vec::new();
        plain(start..end, &mut content);
        run.push(Inline::Passage(Box::new(Passage {
            language: Language::parse(language),
            direction: None,
            content,
        })));
        from = end;
    }
    plain(from..text.len(), run);
}

/// A passage of a text.
struct Found {
    start: usize,
    end: usize,
    language: &'static str,
}

/// The passages of a text that are in another script than `language` is written in.
fn passages(text: &str, language: &Language) -> Vec<Found> {
    let mut found = Vec::new();
    if text.is_ascii() {
        return found;
    }
    let mut open: Option<Open> = None;
    for (at, c) in text.char_indices() {
        let script = script_of(c).filter(|script| !script.is_of(language));
        match (script, &mut open) {
            (Some(script), Some(open)) if open.joins(script) => open.letter(script, at + c.len_utf8()),
            (Some(script), _) => {
                let mut next = Open::at(at);
                next.letter(script, at + c.len_utf8());
                found.extend(open.replace(next).and_then(Open::close));
            }
            (None, Some(open)) if is_mark(c) => open.mark(at, c.len_utf8()),
            (None, Some(open)) if goes_on(c) => open.word = 0,
            (None, _) => found.extend(open.take().and_then(Open::close)),
        }
    }
    found.extend(open.and_then(Open::close));
    found
}

/// A passage whose end is not known.
struct Open {
    start: usize,
    /// After its last letter.
    end: usize,
    scripts: Vec<&'static Script>,
    /// Letters of the current word, and of the longest.
    word: usize,
    longest: usize,
}

impl Open {
    fn at(start: usize) -> Self {
        Self { start, end: start, scripts: Vec::new(), word: 0, longest: 0 }
    }

    /// Kana and Hangul are mixed with Han in one text, but not with each other.
    fn joins(&self, script: &Script) -> bool {
        self.scripts.iter().all(|own| {
            own.language == script.language
                || (own.language == HAN && script.least == 1)
                || (script.language == HAN && own.least == 1)
        })
    }

    fn letter(&mut self, script: &'static Script, end: usize) {
        self.end = end;
        self.word += 1;
        self.longest = self.longest.max(self.word);
        if !self.scripts.iter().any(|known| known.language == script.language) {
            self.scripts.push(script);
        }
    }

    /// An accent after a letter belongs to it.
    fn mark(&mut self, at: usize, length: usize) {
        if at == self.end {
            self.end += length;
        }
    }

    /// The passage, if it holds a word. Kana or Hangul beside Han say whose Han it is.
    fn close(self) -> Option<Found> {
        let script = self.scripts.iter().max_by_key(|script| script.language != HAN)?;
        let (start, end, language) = (self.start, self.end, script.language);
        (self.longest >= script.least).then_some(Found { start, end, language })
    }
}

/// Whether a passage goes on over a character that is no letter. Not over quotation marks and brackets, which may
/// belong to the text around it.
fn goes_on(c: char) -> bool {
    c.is_whitespace()
        || c.is_ascii_digit()
        || matches!(c, '.' | ',' | ';' | ':' | '!' | '?' | '-' | '–' | '’' | '\u{AD}')
}

/// Combining marks of Latin, Greek and Cyrillic; those of other scripts stand among their letters.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{483}'..='\u{487}' | '\u{200C}' | '\u{200D}')
}

/// What Han alone is taken for.
const HAN: &str = "zh";

/// A script that is not Latin.
struct Script {
    /// Its code (ISO 15924).
    code: &'static str,
    /// The language it is most used for.
    language: &'static str,
    /// Others that are written in it.
    others: &'static [&'static str],
    /// Letters that the shortest word has which is certainly a word and no symbol.
    least: usize,
    /// Its letters.
    letters: &'static [(char, char)],
}

impl Script {
    fn is_of(&self, language: &Language) -> bool {
        let mut subtags = language.as_str().split('-').skip(1);
        match subtags.find(|subtag| subtag.len() == 4) {
            Some(code) if !matches!(code, "Hans" | "Hant" | "Jpan" | "Kore") => code == self.code,
            Some(_) | None => {
                language.primary() == self.language || self.others.contains(&language.primary())
            }
        }
    }
}

fn script_of(c: char) -> Option<&'static Script> {
    // Latin comes before all of them.
    if c < '\u{370}' {
        return None;
    }
    SCRIPTS.iter().find(|script| script.letters.iter().any(|(first, last)| (*first..=*last).contains(&c)))
}

const fn script(
    code: &'static str,
    language: &'static str,
    others: &'static [&'static str],
    least: usize,
    letters: &'static [(char, char)],
) -> Script {
    Script { code, language, others, least, letters }
}

const SCRIPTS: &[Script] = &[
    script("Grek", "el", &["grc"], 3, &[('\u{386}', '\u{3E1}'), ('\u{1F00}', '\u{1FFC}')]),
    script(
        "Cyrl",
        "ru",
        &["uk", "be", "bg", "mk", "sr", "cu", "kk", "ky", "tg", "mn", "tt", "ba", "cv", "ce", "os", "sah"],
        2,
        &[('\u{400}', '\u{481}'), ('\u{48A}', '\u{52F}')],
    ),
    script("Armn", "hy", &["hyw"], 2, &[('\u{531}', '\u{556}'), ('\u{561}', '\u{587}')]),
    script("Hebr", "he", &["iw", "yi", "lad"], 2, &[('\u{5B0}', '\u{5EA}'), ('\u{FB1D}', '\u{FB4F}')]),
    script(
        "Arab",
        "ar",
        &["fa", "ur", "ps", "sd", "ug", "ckb", "ks", "pnb", "arz", "ary"],
        2,
        &[
            ('\u{620}', '\u{65F}'),
            ('\u{66E}', '\u{6D3}'),
            ('\u{750}', '\u{77F}'),
            ('\u{FB50}', '\u{FDFB}'),
            ('\u{FE70}', '\u{FEFC}'),
        ],
    ),
    script("Deva", "hi", &["mr", "ne", "sa", "kok", "mai", "bho"], 2, &[('\u{900}', '\u{97F}')]),
    script("Beng", "bn", &["as", "mni"], 2, &[('\u{980}', '\u{9FB}')]),
    script("Guru", "pa", &[], 2, &[('\u{A01}', '\u{A75}')]),
    script("Gujr", "gu", &[], 2, &[('\u{A81}', '\u{AF9}')]),
    script("Taml", "ta", &[], 2, &[('\u{B82}', '\u{BFA}')]),
    script("Telu", "te", &[], 2, &[('\u{C00}', '\u{C7F}')]),
    script("Knda", "kn", &["tcy"], 2, &[('\u{C80}', '\u{CF2}')]),
    script("Mlym", "ml", &[], 2, &[('\u{D00}', '\u{D7F}')]),
    script("Sinh", "si", &[], 2, &[('\u{D82}', '\u{DF3}')]),
    script("Thai", "th", &[], 2, &[('\u{E01}', '\u{E4E}')]),
    script("Laoo", "lo", &[], 2, &[('\u{E81}', '\u{EDF}')]),
    script("Geor", "ka", &["xmf"], 2, &[('\u{10A0}', '\u{10FF}'), ('\u{1C90}', '\u{1CBF}')]),
    script("Ethi", "am", &["ti", "gez"], 2, &[('\u{1200}', '\u{135F}')]),
    script("Khmr", "km", &[], 2, &[('\u{1780}', '\u{17D3}')]),
    script("Hang", "ko", &[], 1, &[('\u{1100}', '\u{11FF}'), ('\u{AC00}', '\u{D7A3}')]),
    script("Kana", "ja", &[], 1, &[('\u{3041}', '\u{30FF}')]),
    script(
        "Hani",
        HAN,
        &["yue", "wuu", "nan", "lzh", "ja", "ko"],
        1,
        &[('\u{3400}', '\u{4DBF}'), ('\u{4E00}', '\u{9FFF}')],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, language: &str) -> String {
        let mut run = vec![Inline::Text(text.to_owned())];
        mark(&mut run, &Language::parse(language).unwrap());
        run.iter()
            .map(|inline| match inline {
                Inline::Text(text) => text.clone(),
                Inline::Passage(passage) => {
                    let language = passage.language.as_ref().unwrap();
                    format!("[{language} {}]", crate::model::plain_text(&passage.content))
                }
                _ => unreachable!(),
            })
            .collect()
    }

    #[test]
    fn another_script_is_another_language() {
        assert_eq!(
            marked("The novel “Жизнь и судьба” of 1959.", "en"),
            "The novel “[ru Жизнь и судьба]” of 1959."
        );
        assert_eq!(marked("λόγος, Ἀθῆναι (Athens)", "en"), "[el λόγος, Ἀθῆναι] (Athens)");
        assert_eq!(marked("שלום עולם and مرحبا", "de"), "[he שלום עולם] and [ar مرحبا]");
        assert_eq!(
            marked("東京 and 漢字ひらがな漢字, 한국어 漢字, 中", "en"),
            "[zh 東京] and [ja 漢字ひらがな漢字], [ko 한국어 漢字, 中]"
        );
        assert_eq!(marked("и\u{306}од и\u{306}", "en"), "[ru и\u{306}од и\u{306}]");
    }

    #[test]
    fn symbols_are_no_language() {
        for text in
            ["TNF-α and β2, 10 µg, 10 μg, 5 Ω", "αβ-crystallin", "Δt = Σx − π", "я", "é à ü ß", "№ 5 ← →"]
        {
            assert_eq!(marked(text, "en"), text);
        }
    }

    #[test]
    fn the_articles_own_script_is_its_own() {
        assert_eq!(marked("Жизнь и λόγος", "uk"), "Жизнь и [el λόγος]");
        assert_eq!(marked("漢字とかな", "ja"), "漢字とかな");
        assert_eq!(marked("Београд", "sr-Cyrl"), "Београд");
        assert_eq!(marked("Београд", "sr-Latn"), "[ru Београд]");
        assert_eq!(marked("中文", "zh-Hans"), "中文");
        assert_eq!(marked("Łódź i Жизнь", "ru"), "Łódź i Жизнь");
    }

    #[test]
    fn what_the_author_marked_is_as_he_said() {
        let language = Language::parse("uk");
        let content = vec![Inline::Text("Життя".to_owned())];
        let mut run = vec![Inline::Passage(Box::new(Passage { language, direction: None, content }))];
        let before = run.clone();
        mark(&mut run, &Language::english());
        assert_eq!(run, before);
    }
}
