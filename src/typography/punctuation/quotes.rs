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
    let marks = marks(run);
    let mut setter = Setter {
        open: Vec::new(),
        doubles: 0,
        singles: 0,
        before: Side::Space,
        after: Side::Space,
        closes: false,
    };
    let mut set = None;
    for Mark { at, after, closes } in marks {
        if !run.is_free(at) {
            continue;
        }
        // Beside a mark that was just set, it counts as what that became.
        if set.is_none_or(|set: usize| set + 1 != at) {
            setter.before = run.before(at).map_or(Side::Space, side);
        }
        (setter.after, setter.closes) = (after, closes);
        match run.at(at) {
            Some('"') => setter.double(run, at),
            _ => setter.single(run, at),
        }
        set = Some(at);
    }
}

/// The marks that are open, and what stands around the place.
struct Setter {
    open: Vec<(char, Pair)>,
    doubles: usize,
    singles: usize,
    before: Side,
    after: Side,
    /// Whether one of the mark's kind further on can close before another can open.
    closes: bool,
}

impl Setter {
    fn double(&mut self, run: &mut Run<'_>, at: usize) {
        let after = self.after;
        let open = self.doubles > 0;
        match self.before {
            // Gershayim within a Hebrew abbreviation.
            Side::Letter if is_hebrew(run.before(at)) && is_hebrew(run.at(at + 1)) => {}
            Side::Digit if !open || self.closes => {}
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
        let after = self.after;
        let open = self.singles > 0;
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
            Side::Digit if !open || self.closes => {}
            Side::Space if after == Side::Space => {}
            Side::Opening if after == Side::Space && open => self.end(run, at, '\''),
            Side::Opening if after == Side::Space => self.apostrophe(run, at),
            Side::Space | Side::Opening => {
                if is_elision(run, at, self.closes) || !self.closes {
                    self.apostrophe(run, at);
                } else {
                    self.begin(run, at, '\'');
                }
            }
            Side::Letter | Side::Digit | Side::Other if open => self.end(run, at, '\''),
            Side::Letter | Side::Digit | Side::Other => self.apostrophe(run, at),
        }
    }

    fn count(&mut self, mark: char) -> &mut usize {
        if mark == '"' { &mut self.doubles } else { &mut self.singles }
    }

    fn begin(&mut self, run: &mut Run<'_>, at: usize, mark: char) {
        let labels = run.labels(at);
        let pair = match self.open.last() {
            Some((_, around)) => around.within(),
            None if mark == '\'' => single_pair(&labels.quotes),
            None => Pair::Outer,
        };
        self.open.push((mark, pair));
        *self.count(mark) += 1;
        let [outer, _, inner, _] = &labels.quotes;
        run.replace(at, 1, if pair == Pair::Outer { outer } else { inner });
        self.before = Side::Opening;
    }

    fn end(&mut self, run: &mut Run<'_>, at: usize, mark: char) {
        let mut closed = Pair::Outer;
        // What is open within closes too.
        while *self.count(mark) > 0 {
            let Some((open, pair)) = self.open.pop() else { break };
            *self.count(open) -= 1;
            if open == mark {
                closed = pair;
                break;
            }
        }
        let [_, outer, _, inner] = &run.labels(at).quotes;
        run.replace(at, 1, if closed == Pair::Outer { outer } else { inner });
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

/// A typed mark, and what lies ahead of it.
struct Mark {
    at: usize,
    /// What stands after it and the typed marks beside it.
    after: Side,
    /// Whether one of its kind further on can close before another can open.
    closes: bool,
}

/// The typed marks of a run.
fn marks(run: &Run<'_>) -> Vec<Mark> {
    let typed = |(_, c): &(usize, &char)| matches!(c, '"' | '\'');
    let mut marks: Vec<Mark> = Vec::new();
    let (mut double_closes, mut single_closes) = (false, false);
    for (at, c) in run.chars.iter().enumerate().rev().filter(typed) {
        let behind = run.at(at + 1).map_or(Side::Space, side);
        let after = marks.last().filter(|next| next.at == at + 1).map_or(behind, |next| next.after);
        let kind = if *c == '"' { &mut double_closes } else { &mut single_closes };
        marks.push(Mark { at, after, closes: *kind });
        if run.is_free(at) {
            match (run.before(at).map_or(Side::Space, side), behind) {
                (Side::Space | Side::Opening, _) => *kind = false,
                // Within a word it neither opens nor closes.
                (_, Side::Letter | Side::Digit) => {}
                _ => *kind = true,
            }
        }
    }
    marks.reverse();
    marks
}

fn next_is_word(run: &Run<'_>, at: usize) -> bool {
    run.at(at + 1).is_some_and(|c| c.is_alphanumeric() || c == OBJECT)
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
fn is_elision(run: &Run<'_>, at: usize, closes: bool) -> bool {
    let word: String = run.chars.iter().skip(at + 1).take_while(|c| c.is_alphanumeric()).collect();
    let behind = run.at(at + 1 + word.chars().count());
    let digits = word.chars().take_while(char::is_ascii_digit).count();
    let decade = digits == 2 && word.get(digits..).is_some_and(|rest| rest == "s");
    let year = digits == 2 && word.len() == 2 && behind != Some('\'') && !closes;
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
