//! Dates as front matter writes them.

use crate::model::{Date, InvalidDate};

/// Reads ISO dates, and the English forms that are not ambiguous: `Jul 08 2022`, `8 July 2022`.
///
/// # Errors
/// The text is no date.
pub(super) fn parse(text: &str) -> Result<Date, InvalidDate> {
    Date::parse(text).or_else(|error| in_words(text).ok_or(error))
}

fn in_words(text: &str) -> Option<Date> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()).collect();
    let (month, day, year) = match words.as_slice() {
        [first, second, year] if first.starts_with(|c: char| c.is_ascii_digit()) => (second, first, year),
        [first, second, year] => (first, second, year),
        _ => return None,
    };
    let year = (year.len() == 4).then(|| year.parse().ok())??;
    Date::new(year, month_number(month)?, day.parse().ok()?)
}

fn month_number(name: &str) -> Option<i8> {
    const MONTHS: [&str; 12] = [
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
    ];
    let name = name.trim_end_matches('.').to_lowercase();
    let at = MONTHS.iter().position(|month| {
        name.len() >= 3 && month.starts_with(&name) || (name == "sept" && *month == "september")
    })?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_dates_are_read() {
        for text in ["Jul 08 2022", "8 July 2022", "July 8, 2022", "2022-07-08"] {
            assert_eq!(parse(text).unwrap().iso(), "2022-07-08", "{text}");
        }
        for text in ["08/07/2022", "Juli 8 2022", "Jul 2022", "Jul 32 2022", "Jul 8 22"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
