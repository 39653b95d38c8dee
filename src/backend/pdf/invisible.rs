//! Characters that are text but not ink: what never becomes a glyph, and what is only a space.

/// Whether `c` has no visible form of its own (Unicode `Default_Ignorable_Code_Point`, and control characters that
/// are not white space).
pub fn is_ignorable(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{20}'..='\u{7E}' => false,
        '\0'..='\u{9F}' => true,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{3164}' | '\u{FEFF}' | '\u{FFA0}' => true,
        '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}' | '\u{180B}'..='\u{180F}' => true,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FE00}'..='\u{FE0F}' | '\u{FFF0}'..='\u{FFF8}' => true,
        '\u{1BCA0}'..='\u{1BCA3}' | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}' => true,
        _ => false,
    }
}

/// Whether an ignorable character still steers shaping: joiners, and selectors of a variant of the glyph before them.
pub fn steers_shaping(c: char) -> bool {
    matches!(c, '\u{200C}' | '\u{200D}' | '\u{34F}' | '\u{180B}'..='\u{180D}' | '\u{180F}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// Whether `c` is a space as wide as the face's own: the plain one, the no-break one, and white space of the source.
pub fn is_plain_space(c: char) -> bool {
    matches!(c, ' ' | '\u{A0}' | '\t' | '\n' | '\r')
}

/// Whether `c` is any space (Unicode `Zs`, and white space of the source).
pub fn is_space(c: char) -> bool {
    is_plain_space(c)
        || matches!(c, '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_spaces_are_not_ignorable() {
        for c in "aZ09 ~\tæαЖ—‑\u{A0}\u{202F}".chars() {
            assert!(!is_ignorable(c), "{c:?}");
        }
        for c in "\u{0}\u{7F}\u{AD}\u{200B}\u{200D}\u{2060}\u{FEFF}\u{FE0F}\u{2066}".chars() {
            assert!(is_ignorable(c), "{c:?}");
        }
    }

    #[test]
    fn what_steers_shaping_is_ignorable() {
        for c in ('\0'..=char::MAX).filter(|&c| steers_shaping(c)) {
            assert!(is_ignorable(c), "{c:?}");
        }
    }
}
