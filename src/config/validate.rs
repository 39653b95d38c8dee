//! Values that have the right type and still cannot be right.

use super::load::Finding;
use super::{Config, Level, suggestion};
use crate::diagnostic::{Code, Severity};
use crate::model::Language;

/// Display columns a text file may have.
const TEXT_WIDTHS: std::ops::RangeInclusive<u16> = 40..=200;

/// The widest margin, in points: half of A5.
const MAX_MARGIN: f32 = 210.0;

/// All unsound values.
pub fn validate(config: &Config) -> Vec<Finding> {
    let mut findings = Vec::new();
    site(config, &mut findings);
    patterns(config, &mut findings);
    pdf(config, &mut findings);
    text(config, &mut findings);
    check(config, &mut findings);
    findings
}

fn site(config: &Config, findings: &mut Vec<Finding>) {
    let site = &config.site;
    if Language::parse(&site.language).is_none() {
        let message = format!("“{}” is not a language tag", site.language);
        findings.push(
            Finding::invalid(&["site", "language"], message).help("write a BCP 47 tag: en, de-AT, zh-Hans"),
        );
    }
    if site.base_url.is_some() && site.base().is_none() {
        findings.push(base_url(site.base_url.as_deref().unwrap_or_default()));
    }
    if let Some(zone) = &site.timezone
        && offset_minutes(zone).is_none()
    {
        findings.push(
            Finding::invalid(&["site", "timezone"], format!("“{zone}” is not an offset from universal time"))
                .help("write it as \"+hh:mm\", for example \"+01:00\""),
        );
    }
    for (index, pattern) in site.exclude.iter().enumerate() {
        if let Err(error) = globset::Glob::new(pattern) {
            let message = format!("“{pattern}” is not a pattern: {}", error.kind());
            findings.push(Finding::invalid(&["site", "exclude"], message).at_item(index));
        }
    }
}

/// The finding about a base URL that is none.
pub fn base_url(text: &str) -> Finding {
    Finding::invalid(&["site", "base_url"], format!("“{text}” is not the address of a site"))
        .help("write it with its scheme: https://www.example.org")
}

/// The offset that `+hh:mm` means, in minutes east of UTC.
fn offset_minutes(zone: &str) -> Option<i32> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let (hours, minutes) = digits.split_once(':')?;
    let number = |text: &str, most: i32| {
        let two_digits = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
        two_digits.then(|| text.parse::<i32>().ok())?.filter(|n| *n <= most)
    };
    Some(sign * (number(hours, 23)? * 60 + number(minutes, 59)?))
}

/// A pattern's key, its text, the names it may hold, and those of which it must hold one.
type Pattern<'c> = (&'c str, Option<&'c String>, &'c [&'c str], &'c [&'c str]);

/// Paths with names in braces that are filled in for each article.
fn patterns(config: &Config, findings: &mut Vec<Finding>) {
    let site = &config.site;
    let all: [Pattern<'_>; 4] = [
        ("permalink", site.permalink.as_ref(), &["slug", "route"], &["slug", "route"]),
        ("category_permalink", site.category_permalink.as_ref(), &["slug"], &["slug"]),
        (
            "downloads_url",
            site.downloads_url.as_ref(),
            &["slug", "route", "format", "ext"],
            &["slug", "route"],
        ),
        ("search_url", site.search_url.as_ref(), &["search_term_string"], &["search_term_string"]),
    ];
    for (key, pattern, known, needed) in all {
        let Some(pattern) = pattern else { continue };
        let names: Vec<&str> = pattern
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(name, _)| name)
            .collect();
        let finding = |message: String| Finding::invalid(&["site", key], message);
        let list = |names: &[&str]| names.iter().map(|n| format!("{{{n}}}")).collect::<Vec<_>>().join(" or ");
        if let Some(name) = names.iter().find(|name| !known.contains(name)) {
            findings.push(
                finding(format!("`{{{name}}}` means nothing here")).help(format!("use {}", list(known))),
            );
        } else if !names.iter().any(|name| needed.contains(name)) {
            findings.push(
                finding("every article would have the same address".to_owned())
                    .help(format!("put {} in it", list(needed))),
            );
        }
    }
}

fn pdf(config: &Config, findings: &mut Vec<Finding>) {
    if let Some(colour) = &config.pdf.accent {
        let digits = colour.strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            findings.push(
                Finding::invalid(&["pdf", "accent"], format!("“{colour}” is not a colour"))
                    .help("write it as \"#RRGGBB\", for example \"#1f5f8b\""),
            );
        }
    }
    let margins = &config.pdf.margins;
    let sides =
        [("left", margins.left), ("right", margins.right), ("top", margins.top), ("bottom", margins.bottom)];
    for (side, width) in sides {
        if let Some(width) = width
            && !(0.0..=MAX_MARGIN).contains(&width)
        {
            let message = format!("a margin of {width} points leaves no page");
            findings.push(
                Finding::invalid(&["pdf", "margins", side], message)
                    .help(format!("give it in points, from 0 to {MAX_MARGIN}")),
            );
        }
    }
}

fn text(config: &Config, findings: &mut Vec<Finding>) {
    let width = config.text.width;
    if !TEXT_WIDTHS.contains(&width) {
        let (least, most) = (TEXT_WIDTHS.start(), TEXT_WIDTHS.end());
        findings.push(Finding::invalid(
            &["text", "width"],
            format!("a line has from {least} to {most} columns, not {width}"),
        ));
    }
}

fn check(config: &Config, findings: &mut Vec<Finding>) {
    let names: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| code.default_severity() == Severity::Warning)
        .map(|code| code.name())
        .collect();
    for (rule, level) in &config.check {
        let finding = |message: String| Finding::invalid(&["check", rule], message).at_key();
        match Code::ALL.iter().find(|code| code.name() == rule) {
            None => findings.push(finding(format!("there is no rule `{rule}`")).help(did_you_mean(
                rule,
                "the rules are",
                &names,
            ))),
            // Without its artifact an article has failed, whatever it is called.
            Some(code) if code.default_severity() == Severity::Error && *level != Level::Error => {
                findings.push(finding(format!("`{rule}` is always an error")));
            }
            Some(_) => {}
        }
    }
}

/// What to do about a word that is none of `names`.
pub fn did_you_mean(word: &str, otherwise: &str, names: &[&str]) -> String {
    match suggestion::nearest(word, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("{otherwise} {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(yaml: &str) -> Vec<String> {
        let config: Config = serde_yaml::from_str(yaml).unwrap();
        validate(&config).iter().map(|finding| crate::config::places::dotted(&finding.path)).collect()
    }

    #[test]
    fn the_defaults_are_sound() {
        assert_eq!(validate(&Config::default()), []);
    }

    #[test]
    fn unsound_values_are_found() {
        let bad = [
            ("site: {language: english language}", "site.language"),
            ("site: {base_url: example.org}", "site.base_url"),
            ("site: {timezone: CET}", "site.timezone"),
            ("site: {timezone: '+24:00'}", "site.timezone"),
            ("site: {exclude: [a, '[']}", "site.exclude[1]"),
            ("site: {permalink: /articles}", "site.permalink"),
            ("site: {permalink: '/{title}'}", "site.permalink"),
            ("pdf: {accent: red}", "pdf.accent"),
            ("pdf: {margins: {top: -1}}", "pdf.margins.top"),
            ("text: {width: 20}", "text.width"),
            ("check: {missing-altt: off}", "check.missing-altt"),
            ("check: {duplicate-route: off}", "check.duplicate-route"),
        ];
        for (yaml, path) in bad {
            assert_eq!(paths(yaml), [path], "{yaml}");
        }
    }

    #[test]
    fn sound_values_pass() {
        let yaml = "site: {timezone: '-03:30', base_url: 'https://a.example/blog/', exclude: ['**/old/*']}\n\
            pdf: {accent: '#1F5f8b'}\ncheck: {missing-alt: error, long-title: off}\n";
        assert_eq!(paths(yaml), Vec::<String>::new());
    }
}
