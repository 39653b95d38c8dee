//! Dates as front matter writes them: a calendar date, or an instant with its offset.

use std::fmt;

use jiff::civil;
use jiff::tz::Offset;

/// A date of publication or change: `2026-02-14`, or an RFC 3339 instant.
///
/// It is always a real calendar date. What was written date-only stays date-only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    day: civil::Date,
    time: Option<(civil::Time, Offset)>,
}

/// Why a text is no date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidDate(String);

impl fmt::Display for InvalidDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidDate {}

impl Date {
    /// A calendar date.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        civil::Date::new(year, month, day).ok().map(|day| Self { day, time: None })
    }

    /// The instant `seconds` after 1970-01-01T00:00:00Z, as `SOURCE_DATE_EPOCH` gives it.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        let at = Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
        Some(Self { day: at.date(), time: Some((at.time(), Offset::UTC)) })
    }

    /// Reads `YYYY-MM-DD`, or `YYYY-MM-DDThh:mm[:ss[.f]]` with `Z` or an offset (RFC 3339, 5.6; a space may stand
    /// for the `T`, as YAML writes it). A time without an offset is UTC.
    ///
    /// # Errors
    /// The text has another form or names no calendar date.
    pub fn parse(text: &str) -> Result<Self, InvalidDate> {
        let text = text.trim();
        let refuse = || InvalidDate(format!("“{text}” is not a date: write YYYY-MM-DD or an RFC 3339 time"));
        let (day, rest) = text.split_at_checked(10).ok_or_else(refuse)?;
        let digits = |range: std::ops::Range<usize>| {
            day.get(range).is_some_and(|part| part.bytes().all(|b| b.is_ascii_digit()))
        };
        let dashes = day.as_bytes().get(4) == Some(&b'-') && day.as_bytes().get(7) == Some(&b'-');
        if !dashes || !digits(0..4) || !digits(5..7) || !digits(8..10) {
            return Err(refuse());
        }
        let day: civil::Date =
            day.parse().map_err(|_| InvalidDate(format!("“{day}” does not exist in the calendar")))?;
        if rest.is_empty() {
            return Ok(Self { day, time: None });
        }
        let clock = rest.strip_prefix(['T', 't', ' ']).ok_or_else(refuse)?.trim();
        let (time, offset) = match clock.strip_suffix(['Z', 'z']) {
            Some(time) => (time, Offset::UTC),
            None => match clock.rfind(['+', '-']).and_then(|at| clock.split_at_checked(at)) {
                Some((time, offset)) => (time, parse_offset(offset).ok_or_else(refuse)?),
                None => (clock, Offset::UTC),
            },
        };
        let time: civil::Time = time.trim().parse().map_err(|_| refuse())?;
        Ok(Self { day, time: Some((time, offset)) })
    }

    /// Year.
    pub fn year(self) -> i16 {
        self.day.year()
    }

    /// Month, from 1.
    pub fn month(self) -> u8 {
        self.day.month().unsigned_abs()
    }

    /// Day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day.day().unsigned_abs()
    }

    /// Whether only the day is known.
    pub fn is_date_only(self) -> bool {
        self.time.is_none()
    }

    /// `YYYY-MM-DD`, as written (no zone is applied).
    pub fn iso_date(self) -> String {
        self.day.to_string()
    }

    /// The date as written: `YYYY-MM-DD`, or an RFC 3339 instant with its offset.
    pub fn iso(self) -> String {
        match self.time {
            None => self.day.to_string(),
            Some((time, offset)) => self.rfc3339_at(time, offset),
        }
    }

    /// An RFC 3339 instant. A date-only value is midnight at `offset_minutes` east of UTC.
    pub fn rfc3339(self, offset_minutes: i32) -> String {
        let (time, offset) = self.time.unwrap_or_else(|| (civil::Time::midnight(), minutes(offset_minutes)));
        self.rfc3339_at(time, offset)
    }

    /// `YYYY-MM-DDThh:mm:ssZ`, the instant in UTC, as EPUB's `dcterms:modified` has it.
    pub fn utc(self) -> String {
        let at = Offset::UTC.to_datetime(self.instant());
        format!("{}T{:02}:{:02}:{:02}Z", at.date(), at.hour(), at.minute(), at.second())
    }

    fn rfc3339_at(self, time: civil::Time, offset: Offset) -> String {
        let east = offset.seconds() / 60;
        let sign = if east < 0 { '-' } else { '+' };
        let (hours, rest) = (east.abs() / 60, east.abs() % 60);
        format!(
            "{}T{:02}:{:02}:{:02}{sign}{hours:02}:{rest:02}",
            self.day,
            time.hour(),
            time.minute(),
            time.second()
        )
    }

    fn instant(self) -> jiff::Timestamp {
        let (time, offset) = self.time.unwrap_or((civil::Time::midnight(), Offset::UTC));
        offset.to_timestamp(self.day.to_datetime(time)).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// By instant; a date-only value is midnight UTC.
impl Ord for Date {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        let key = |date: &Self| (date.instant(), date.iso());
        key(self).cmp(&key(other))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iso())
    }
}

fn minutes(east: i32) -> Offset {
    Offset::from_seconds(east.saturating_mul(60)).unwrap_or(Offset::UTC)
}

/// `+hh:mm` or `+hhmm`.
fn parse_offset(text: &str) -> Option<Offset> {
    let sign = if text.starts_with('-') { -1 } else { 1 };
    let digits: String = text.get(1..)?.chars().filter(|c| *c != ':').collect();
    let (hours, rest) = digits.split_at_checked(2)?;
    let (hours, rest): (i32, i32) =
        (hours.parse().ok()?, if rest.is_empty() { 0 } else { rest.parse().ok()? });
    (hours < 24 && rest < 60).then(|| minutes(sign * (hours * 60 + rest)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_and_written() {
        let day = Date::parse("2026-02-14").unwrap();
        assert!(day.is_date_only());
        assert_eq!(day.iso(), "2026-02-14");
        assert_eq!(day.rfc3339(0), "2026-02-14T00:00:00+00:00");
        assert_eq!(day.rfc3339(-90), "2026-02-14T00:00:00-01:30");
        assert_eq!(day.utc(), "2026-02-14T00:00:00Z");
        let instant = Date::parse("2026-02-14 08:05:09 +02:00").unwrap();
        assert_eq!(instant.iso(), "2026-02-14T08:05:09+02:00");
        assert_eq!(instant.utc(), "2026-02-14T06:05:09Z");
        assert_eq!(Date::parse("2026-02-14T08:05Z").unwrap().utc(), "2026-02-14T08:05:00Z");
        assert!(instant > day);
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "soon", "2026-02-30", "2026-2-3", "14.02.2026", "2026-02-14T25:00", "2026-02-14x"] {
            assert!(Date::parse(text).is_err(), "{text}");
        }
    }
}
