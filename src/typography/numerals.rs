//! Numbers of list items and footnotes that are not figures.

/// `a` to `z`, then `aa`; none for 0.
pub fn letters(number: u64) -> Option<String> {
    let mut rest = number;
    let mut letters = Vec::new();
    while let Some(last) = rest.checked_sub(1) {
        letters.push(char::from(b'a' + u8::try_from(last % 26).unwrap_or(0)));
        rest = last / 26;
    }
    (!letters.is_empty()).then(|| letters.into_iter().rev().collect())
}

/// Roman numerals in lower case, of 1 to 3999.
pub fn roman(number: u64) -> Option<String> {
    const STEPS: [(u64, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&number) {
        return None;
    }
    let mut rest = number;
    let mut numeral = String::new();
    for (value, letters) in STEPS {
        while rest >= value {
            numeral.push_str(letters);
            rest -= value;
        }
    }
    Some(numeral)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_count_on_after_z() {
        assert_eq!(letters(0), None);
        let counted = [1, 2, 26, 27, 52, 53, 702, 703].map(|n| letters(n).unwrap());
        assert_eq!(counted, ["a", "b", "z", "aa", "az", "ba", "zz", "aaa"]);
    }

    #[test]
    fn roman_numerals() {
        assert_eq!(
            [1, 4, 9, 14, 1994, 3999].map(|n| roman(n).unwrap()),
            ["i", "iv", "ix", "xiv", "mcmxciv", "mmmcmxcix"]
        );
        assert_eq!([roman(0), roman(4000)], [None, None]);
    }
}
