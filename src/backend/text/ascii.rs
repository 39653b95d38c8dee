//! Characters that a text file can carry: none that controls a terminal, and on request ASCII alone.

use deunicode::deunicode_char;

use crate::model::Language;

/// A character of a line of text. White space is a space; what controls a terminal becomes the picture of itself
/// (U+2400 and on); soft hyphens, which only mark where a hyphen could go, vanish.
pub(super) fn printable(c: char) -> Option<char> {
    match c {
        '\n' | '\t' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(' '),
        '\u{ad}' => None,
        c => Some(picture(c)),
    }
}

/// A character of code: tabs stay.
pub(super) fn printable_code(c: char) -> char {
    if c == '\t' { c } else { picture(c) }
}

/// Characters that stay on one line with what is around them: the hyphens and slashes of inline code, the spaces of a
/// fact. They are noncharacters, which no text holds, until the lines are made.
pub(super) const KEPT_HYPHEN: char = '\u{fdd0}';
/// See [`KEPT_HYPHEN`].
pub(super) const KEPT_SLASH: char = '\u{fdd1}';
/// See [`KEPT_HYPHEN`].
pub(super) const KEPT_SPACE: char = '\u{fdd2}';

/// The characters that [`KEPT_HYPHEN`] and its kin stand for.
pub(super) fn released(line: String) -> String {
    if !line.contains([KEPT_HYPHEN, KEPT_SLASH, KEPT_SPACE]) {
        return line;
    }
    line.replace(KEPT_HYPHEN, "-").replace(KEPT_SLASH, "/").replace(KEPT_SPACE, " ")
}

fn picture(c: char) -> char {
    match c {
        '\u{fdd0}'..='\u{fdef}' => '\u{fffd}',
        '\0'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
        '\u{7f}' => '\u{2421}',
        '\u{80}'..='\u{9f}' => '\u{fffd}',
        c => c,
    }
}

/// Text in ASCII, its meaning kept: `µg` is `mcg`, `10³` is `10^3`, `β-blocker` is `beta-blocker`, `1½` is `1 1/2`.
/// What has no ASCII form is named by its code point. Line feeds stay. German writes `ä` as `ae`.
pub(super) fn fold(text: &str, language: &Language) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let german = language.primary() == "de";
    let mut chars = text.chars().peekable();
    let mut previous = None;
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        if c.is_ascii() {
            out.push(c);
        } else if let Some(letters) = umlaut(c, next).filter(|_| german) {
            out.push_str(letters);
        } else {
            push_folded(&mut out, previous, c, next);
        }
        previous = Some(c);
    }
    out
}

fn push_folded(out: &mut String, previous: Option<char>, c: char, next: Option<char>) {
    if let Some(name) = greek(c)
        && !previous.is_some_and(is_greek)
        && !next.is_some_and(is_greek)
    {
        out.push_str(name);
        return;
    }
    let ascii = match c {
        '\u{a0}' | '\u{202f}' | '\u{2000}'..='\u{200a}' | '\u{3000}' => " ",
        '‰' => " per mille",
        KEPT_HYPHEN | KEPT_SLASH | KEPT_SPACE => {
            out.push(c);
            return;
        }
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'
        | '\u{2066}'..='\u{2069}'
        | '\u{feff}' => "",
        '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' | '‹' | '›' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '−' | '·' => "-",
        '—' | '―' => "--",
        '…' => "...",
        '•' | '‣' | '▪' | '●' => "*",
        '×' => "x",
        '÷' => "/",
        '±' => "+/-",
        '≤' => "<=",
        '≥' => ">=",
        '≈' | '≃' | '∼' => "~",
        '≠' => "!=",
        '→' => "->",
        '←' => "<-",
        '⇒' => "=>",
        '√' => "sqrt ",
        '∞' => "infinity",
        '°' if matches!(next, Some('C' | 'F')) => "deg ",
        '°' => " deg",
        'µ' | 'μ' if next == Some('g') => "mc",
        'µ' | 'μ' => "u",
        '½' | '¼' | '¾' | '⅓' | '⅔' | '⅛' => {
            // 1½ is not 11/2.
            if previous.is_some_and(|c| c.is_ascii_digit()) {
                out.push(' ');
            }
            deunicode_char(c).unwrap_or_default()
        }
        '✓' | '✔' => "[x]",
        '✗' | '✘' => "[ ]",
        c => {
            if let Some(digit) = raised(c) {
                // 10³ is not 103.
                if previous.is_none_or(|c| raised(c).is_none()) {
                    out.push('^');
                }
                out.push(digit);
                return;
            }
            match deunicode_char(c).filter(|ascii| !ascii.is_empty() || is_mark(c)) {
                Some(ascii) => ascii,
                None => {
                    out.push_str(&format!("U+{:04X}", u32::from(c)));
                    return;
                }
            }
        }
    };
    out.push_str(ascii);
}

/// A German umlaut in two letters, as capitals before a capital.
fn umlaut(c: char, next: Option<char>) -> Option<&'static str> {
    let capitals = next.is_some_and(char::is_uppercase);
    Some(match c {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'Ä' if capitals => "AE",
        'Ö' if capitals => "OE",
        'Ü' if capitals => "UE",
        'Ä' => "Ae",
        'Ö' => "Oe",
        'Ü' => "Ue",
        _ => return None,
    })
}

/// The plain form of a raised digit or sign.
fn raised(c: char) -> Option<char> {
    crate::typography::math::scripts::RAISED.iter().find(|(_, raised)| *raised == c).map(|(plain, _)| *plain)
}

/// Whether a character only marks another (combining marks, variation selectors, joiners).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{20d0}'..='\u{20ff}')
}

fn is_greek(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}')
}

/// The name of a Greek letter: a symbol in other languages.
fn greek(c: char) -> Option<&'static str> {
    Some(match c {
        'α' => "alpha",
        'β' => "beta",
        'γ' => "gamma",
        'δ' => "delta",
        'ε' => "epsilon",
        'ζ' => "zeta",
        'η' => "eta",
        'θ' => "theta",
        'ι' => "iota",
        'κ' => "kappa",
        'λ' => "lambda",
        'ν' => "nu",
        'ξ' => "xi",
        'π' => "pi",
        'ρ' => "rho",
        'σ' => "sigma",
        'τ' => "tau",
        'φ' => "phi",
        'χ' => "chi",
        'ψ' => "psi",
        'ω' => "omega",
        'Γ' => "Gamma",
        'Δ' => "Delta",
        'Θ' => "Theta",
        'Λ' => "Lambda",
        'Ξ' => "Xi",
        'Π' => "Pi",
        'Σ' => "Sigma",
        'Φ' => "Phi",
        'Ψ' => "Psi",
        'Ω' => "Omega",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        super::fold(text, &Language::english())
    }

    #[test]
    fn doses_and_signs_keep_their_meaning() {
        assert_eq!(
            fold("5\u{a0}µg at 20 °C, 10³ × 2⁻² ± 1½ ≤ 3"),
            "5 mcg at 20 deg C, 10^3 x 2^-2 +/- 1 1/2 <= 3"
        );
        assert_eq!(fold("TNF-α and β-amyloid in H₂O"), "TNF-alpha and beta-amyloid in H2O");
        assert_eq!(fold("“It’s 10–21 days” — …"), "\"It's 10-21 days\" -- ...");
    }

    #[test]
    fn other_scripts_are_transliterated_and_nothing_is_lost() {
        assert_eq!(fold("naïve Übung, Łódź"), "naive Ubung, Lodz");
        let german = Language::parse("de-AT").unwrap();
        assert_eq!(super::fold("KÜHL, Öl, Wärme, heißen", &german), "KUEHL, Oel, Waerme, heissen");
        assert_eq!(fold("Ελλάδα"), "Ellada");
        assert_eq!(fold("\u{e000}"), "U+E000");
        assert!(fold("文字 שלום 🧠").is_ascii());
    }

    #[test]
    fn nothing_controls_a_terminal() {
        let text: String = "a\u{1b}[31m\tb\u{ad}c\u{9b}\u{7f}".chars().filter_map(printable).collect();
        assert_eq!(text, "a␛[31m bc\u{fffd}␡");
    }
}
