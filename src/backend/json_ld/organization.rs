//! `Organization`: the publisher.

use serde::Serialize;

use super::address::web_url;
use super::image::ImageObject;
use super::node::{Ref, Values, configured_type};
use super::site_scope::SiteScope;
use super::text;
use crate::model::Date;

/// <https://schema.org/Organization>, or the subtype that configuration names. A body is never called medical unless
/// its people say so.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Organization {
    #[serde(rename = "@type")]
    kind: String,
    #[serde(rename = "@id")]
    pub id: String,
    pub name: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<ImageObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<Ref>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legal_name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    founding_date: Option<String>,
    #[serde(skip_serializing_if = "Values::is_empty")]
    same_as: Values<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact_point: Option<ContactPoint>,
    #[serde(skip_serializing_if = "Option::is_none")]
    publishing_principles: Option<String>,
}

/// <https://schema.org/ContactPoint>
#[derive(Debug, Clone, Serialize)]
struct ContactPoint {
    #[serde(rename = "@type")]
    kind: &'static str,
    email: String,
}

/// The publisher, when anything names it.
pub(super) fn build(scope: &SiteScope<'_>) -> Option<Organization> {
    let organization = &scope.site.organization;
    let name = scope.publisher_name()?;
    let logo = organization.logo.as_deref().and_then(|path| ImageObject::of_logo(scope, path, &name));
    Some(Organization {
        kind: organization.kind.as_deref().and_then(configured_type).unwrap_or("Organization").to_owned(),
        id: scope.ids.organization(),
        name,
        url: scope.ids.home().to_owned(),
        image: logo.as_ref().map(|logo| Ref::to(&logo.id)),
        logo,
        legal_name: organization.legal_name.as_deref().and_then(text::cleaned),
        founding_date: organization.founding_date.as_deref().and_then(founding_date),
        same_as: Values(organization.same_as.iter().filter_map(|url| web_url(url)).collect()),
        contact_point: organization
            .email
            .as_deref()
            .and_then(email)
            .map(|email| ContactPoint { kind: "ContactPoint", email }),
        publishing_principles: scope
            .site
            .publishing_principles
            .as_deref()
            .and_then(|url| scope.addresses.of_text(url)),
    })
}

/// `2019`, `2019-05` or `2019-05-04` (ISO 8601). Anything else is left out.
fn founding_date(text: &str) -> Option<String> {
    let text = text.trim();
    let day = match text.len() {
        4 => format!("{text}-01-01"),
        7 => format!("{text}-01"),
        _ => text.to_owned(),
    };
    Date::parse(&day).ok().filter(|date| date.is_date_only()).map(|_| text.to_owned())
}

/// An address with one `@` and no space (RFC 5321, 4.1.2, loosely).
fn email(text: &str) -> Option<String> {
    let text = text.trim();
    let (name, host) = text.split_once('@')?;
    let sound = !name.is_empty()
        && host.contains('.')
        && !host.contains('@')
        && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    sound.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_date_or_address_is_left_out() {
        for text in ["2019", "2019-05", "2019-05-04"] {
            assert_eq!(founding_date(text).as_deref(), Some(text));
        }
        for text in ["", "May 2019", "2019-13", "2019-02-30", "2019-05-04T10:00:00Z", "年年"] {
            assert_eq!(founding_date(text), None, "{text}");
        }
        assert_eq!(email(" desk@example.org ").as_deref(), Some("desk@example.org"));
        for text in ["desk", "desk@host", "a b@example.org", "a@b@example.org", "@example.org"] {
            assert_eq!(email(text), None, "{text}");
        }
    }
}
