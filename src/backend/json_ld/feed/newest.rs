//! The newest of many dates.

use crate::model::Date;

/// The newest date so far, as it was written.
#[derive(Debug, Default)]
pub(super) struct Newest(Option<(Date, String)>);

impl Newest {
    /// Looks at a date. What is no date is passed over.
    pub(super) fn add(&mut self, text: Option<&str>) {
        let Some((date, text)) = text.and_then(|text| Some((Date::parse(text).ok()?, text))) else { return };
        if self.0.as_ref().is_none_or(|(newest, _)| date > *newest) {
            self.0 = Some((date, text.to_owned()));
        }
    }

    /// The newest date.
    pub(super) fn text(&self) -> Option<&str> {
        self.0.as_ref().map(|(_, text)| text.as_str())
    }

    /// The newest date, for keeps.
    pub(super) fn into_text(self) -> Option<String> {
        self.0.map(|(_, text)| text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_instant_wins_whatever_its_zone() {
        let mut newest = Newest::default();
        for text in [Some("2026-01-01T23:00:00-05:00"), None, Some("2026-01-02T03:00:00+00:00"), Some("soon")]
        {
            newest.add(text);
        }
        assert_eq!(newest.into_text().as_deref(), Some("2026-01-01T23:00:00-05:00"));
    }
}
