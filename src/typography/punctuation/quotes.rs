//! Quotation marks and apostrophes from typed ones, by the language.
//!
//! A mark after a digit that closes nothing is left: it may be a foot, an inch or a minute.

use super::run::{OBJECT, Run};

/// What stands beside a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    /// White space, or the end of the text.
    Space,
    /// Something that opens: a bracket, a dash, an opening mark.
    Opening,
    /// A digit.
    Digit,
    /// A letter, or an object.
    Letter,
    /// Any other mark.
    Other,
}

/// Whether a pair of marks is the language's outer or inner one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pair {
    Outer,
    Inner,
}

impl Pair {
    fn within(self) -> Self {
        match self {
            Self::Outer => Self::Inner,
            Self::Inner => Self::Outer,
        }
    }
}

/// Sets the marks of a run.
pub fn set(run: &mut Run<'_>) {
    let mut setter = Setter { open: Vec::new(), before: Side::Space };
    for at in 0..run.chars.len() {
        let Some(c) = run.at(at) else { continue };
        match c {
            '"' if run.is_free(at) => setter.double(run, at),
            '\'' if run.is_free(at) => setter.single(run, at),
            c => setter.before = side(c),
        }
    }
}

/// The marks that are open, and what stands before the place.
struct Setter {
    open: Vec<(char, Pair)>,
    before: Side,
}

impl Setter {
    fn double(&mut self, run: &mut Run<'_>, at: usize) {
        let after = after(run, at);
        let open = self.is_open('"');
        match self.before {
            // Gershayim within a Hebrew abbreviation.
            Side::Letter if is_hebrew(run.before(at)) && is_hebrew(run.at(at + 1)) => {}
            Side::Digit if !open || closes_later(run, at, '"') => {}
            Side::Space if after == Side::Space => {}
            // `"I was—"`: what opens nothing closes.
            Side::Opening if after == Side::Space => self.end(run, at, '"'),
            Side::Space | Side::Opening => self.begin(run, at, '"'),
            // Between two letters, as where words have no spaces.
            Side::Letter | Side::Digit | Side::Other
                if matches!(after, Side::Letter | Side::Digit) && !open =>
            {
                self.begin(run, at, '"');
            }
            Side::Letter | Side::Digit | Side::Other => self.end(run, at, '"'),
        }
    }

    fn single(&mut self, run: &mut Run<'_>, at: usize) {
        let after = after(run, at);
        let open = self.is_open('\'');
        match self.before {
            // Geresh.
            Side::Letter if is_hebrew(run.before(at)) => {}
            Side::Letter if matches!(after, Side::Letter | Side::Digit) && next_is_word(run, at) => {
                match (is_unspaced(run.before(at)) || is_unspaced(run.at(at + 1)), open) {
                    (true, true) => self.end(run, at, '\''),
                    (true, false) => self.begin(run, at, '\''),
                    (false, _) => self.apostrophe(run, at),
                }
            }
            // `1990's`
            Side::Digit if is_plural_s(run, at) => self.apostrophe(run, at),
            Side::Digit if !open || closes_later(run, at, '\'') => {}
            Side::Space if after == Side::Space => {}
            Side::Opening if after == Side::Space && open => self.end(run, at, '\''),
            Side::Opening if after == Side::Space => self.apostrophe(run, at),
            Side::Space | Side::Opening => {
                if is_elision(run, at) || !closes_later(run, at, '\'') {
                    self.apostrophe(run, at);
                } else {
                    self.begin(run, at, '\'');
                }
            }
            Side::Letter | Side::Digit | Side::Other if open => self.end(run, at, '\''),
            Side::Letter | Side::Digit | Side::Other => self.apostrophe(run, at),
        }
    }

    fn is_open(&self, mark: char) -> bool {
        self.open.iter().any(|(open, _)| *open == mark)
    }

    fn begin(&mut self, run: &mut Run<'_>, at: usize, mark: char) {
        let labels = run.labels(at);
        let pair = match self.open.last() {
            Some((_, around)) => around.within(),
            None if mark == '\'' => single_pair(&labels.quotes),
            None => Pair::Outer,
        };
        self.open.push((mark, pair));
        let [outer, _, inner, _] = &labels.quotes;
        run.replace(at, 1, if pair == Pair::Outer { outer } else { inner });
        self.before = Side::Opening;
    }

    fn end(&mut self, run: &mut Run<'_>, at: usize, mark: char) {
        let opened = self.open.iter().rposition(|(open, _)| *open == mark);
        let pair = opened.and_then(|opened| self.open.get(opened)).map_or(Pair::Outer, |(_, pair)| *pair);
        self.open.truncate(opened.unwrap_or(self.open.len()));
        let [_, outer, _, inner] = &run.labels(at).quotes;
        run.replace(at, 1, if pair == Pair::Outer { outer } else { inner });
        self.before = Side::Other;
    }

    fn apostrophe(&mut self, run: &mut Run<'_>, at: usize) {
        run.replace(at, 1, "’");
        self.before = Side::Other;
    }
}

/// The pair that is written with single marks, for one that is not within another.
fn single_pair(quotes: &[String; 4]) -> Pair {
    match quotes {
        [outer, ..] if matches!(outer.chars().next(), Some('‘' | '‚' | '‹')) => Pair::Outer,
        _ => Pair::Inner,
    }
}

fn side(c: char) -> Side {
    match c {
        c if c.is_whitespace() => Side::Space,
        OBJECT => Side::Letter,
        c if c.is_numeric() => Side::Digit,
        c if c.is_alphabetic() => Side::Letter,
        '(' | '[' | '{' | '‘' | '“' | '«' | '‹' | '„' | '‚' | '¿' | '¡' | '「' | '『' | '（' => {
            Side::Opening
        }
        '-' | '–' | '—' | '/' | '=' | '…' => Side::Opening,
        _ => Side::Other,
    }
}

/// What stands after a mark and the marks beside it.
fn after(run: &Run<'_>, at: usize) -> Side {
    let next = run.chars.iter().skip(at + 1).find(|c| !matches!(c, '"' | '\''));
    next.map_or(Side::Space, |c| side(*c))
}

fn next_is_word(run: &Run<'_>, at: usize) -> bool {
    run.at(at + 1).is_some_and(|c| c.is_alphanumeric() || c == OBJECT)
}

/// Whether a mark of the same kind further on can close before another can open.
fn closes_later(run: &Run<'_>, at: usize, mark: char) -> bool {
    let rest = (at + 1..run.chars.len()).filter(|at| run.at(*at) == Some(mark) && run.is_free(*at));
    for at in rest {
        let before = run.before(at).map_or(Side::Space, side);
        let after = run.at(at + 1).map_or(Side::Space, side);
        match (before, after) {
            (Side::Space | Side::Opening, _) => return false,
            // Within a word.
            (_, Side::Letter | Side::Digit) => {}
            _ => return true,
        }
    }
    false
}

/// `'s` after a digit, at the end of a word.
fn is_plural_s(run: &Run<'_>, at: usize) -> bool {
    matches!(run.at(at + 1), Some('s' | 'S')) && !run.at(at + 2).is_some_and(char::is_alphanumeric)
}

/// English words that begin with an apostrophe.
const ENGLISH: [&str; 15] = [
    "bout", "cause", "cos", "em", "fraid", "kay", "n", "nother", "nuff", "round", "til", "till", "tis",
    "twas", "twere",
];
/// Dutch ones.
const DUTCH: [&str; 6] = ["k", "m", "n", "r", "s", "t"];

/// Whether letters or digits were left out here: `'90s`, `'tis`, `'s avonds`.
fn is_elision(run: &Run<'_>, at: usize) -> bool {
    let word: String = run.chars.iter().skip(at + 1).take_while(|c| c.is_alphanumeric()).collect();
    let behind = run.at(at + 1 + word.chars().count());
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let decade = digits == 2 && word.get(digits..).is_some_and(|rest| rest == "s");
    let year = digits == 2 && word.len() == 2 && behind != Some('\'') && !closes_later(run, at, '\'');
    let lower = word.to_lowercase();
    let whole = behind != Some('\'') || lower == "n";
    let known = ENGLISH.contains(&lower.as_str())
        || (is_dutch(&run.labels(at).tag) && DUTCH.contains(&lower.as_str()));
    decade || year || (whole && known)
}

fn is_dutch(tag: &str) -> bool {
    tag == "nl" || tag.starts_with("nl-")
}

fn is_hebrew(c: Option<char>) -> bool {
    matches!(c, Some('\u{5D0}'..='\u{5EA}'))
}

/// Whether a script sets no spaces between words.
fn is_unspaced(c: Option<char>) -> bool {
    matches!(
        c,
        Some(
            '\u{3040}'..='\u{30FF}'
            | '\u{3400}'..='\u{4DBF}'
            | '\u{4E00}'..='\u{9FFF}'
            | '\u{F900}'..='\u{FAFF}'
            | '\u{20000}'..='\u{3FFFF}'
            | '\u{E00}'..='\u{EFF}',
        )
    )
}
