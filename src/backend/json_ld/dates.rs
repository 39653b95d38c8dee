//! Dates of the graph: ISO 8601, with a zone where one is known.

use crate::config::{ModifiedFallback, Site};
use crate::model::{Date, Metadata};

/// `Date` or `DateTime`: a date-only value becomes midnight in the site's zone when it has one. Google would take the
/// zone of its crawler otherwise.
pub(super) fn of(date: Date, site: &Site) -> String {
    zoned(date, site).iso()
}

/// The same as a value.
pub(super) fn zoned(date: Date, site: &Site) -> Date {
    let zone = site.timezone.as_deref().map(str::trim).filter(|zone| !zone.is_empty());
    let Some(zone) = zone.filter(|_| date.is_date_only()) else {
        return date;
    };
    Date::parse(&format!("{}T00:00:00{zone}", date.iso_date())).unwrap_or(date)
}

/// When the article was last changed. An update before the publication counts as absent.
pub(super) fn modified(metadata: &Metadata, site: &Site) -> Option<Date> {
    let updated =
        metadata.updated.filter(|updated| metadata.published.is_none_or(|published| *updated >= published));
    updated.or(match site.modified_fallback {
        ModifiedFallback::Published => metadata.published,
        ModifiedFallback::Omit => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Language;

    fn site(zone: Option<&str>) -> Site {
        Site { timezone: zone.map(str::to_owned), ..Site::default() }
    }

    #[test]
    fn a_zone_makes_a_day_an_instant() {
        let day = Date::parse("2026-02-14").unwrap();
        assert_eq!(of(day, &site(None)), "2026-02-14");
        assert_eq!(of(day, &site(Some("+00:00"))), "2026-02-14T00:00:00+00:00");
        assert_eq!(of(day, &site(Some("-05:30"))), "2026-02-14T00:00:00-05:30");
        assert_eq!(of(day, &site(Some("Z"))), "2026-02-14T00:00:00+00:00");
        assert_eq!(of(day, &site(Some("Europe/Vienna"))), "2026-02-14", "a name is no fixed offset");
        assert_eq!(of(day, &site(Some(""))), "2026-02-14");
        let instant = Date::parse("2026-02-14T08:05:09+02:00").unwrap();
        assert_eq!(of(instant, &site(Some("+00:00"))), "2026-02-14T08:05:09+02:00");
    }

    #[test]
    fn an_article_without_update_was_changed_when_it_was_published() {
        let mut metadata = Metadata::new(Language::english());
        metadata.published = Date::new(2026, 2, 14);
        let omit = Site { modified_fallback: ModifiedFallback::Omit, ..Site::default() };
        assert_eq!(modified(&metadata, &Site::default()), metadata.published);
        assert_eq!(modified(&metadata, &omit), None);
        metadata.updated = Date::new(2026, 1, 1);
        assert_eq!(modified(&metadata, &omit), None, "an update before the publication is none");
        metadata.updated = Date::new(2026, 3, 1);
        assert_eq!(modified(&metadata, &omit), metadata.updated);
    }
}
