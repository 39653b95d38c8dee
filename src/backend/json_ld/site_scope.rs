//! What can be said of the site without an article: its address and its names.

use super::address::Addresses;
use super::ids::Ids;
use super::text;
use crate::backend::Context;
use crate::config::Site;

/// The site, while the nodes are built that all its pages share.
#[derive(Debug)]
pub(super) struct SiteScope<'a> {
    pub context: &'a Context<'a>,
    pub site: &'a Site,
    pub addresses: Addresses,
    pub ids: Ids,
}

impl<'a> SiteScope<'a> {
    /// The scope of a site. `None` never happens: it stands for a broken URL library.
    pub(super) fn of(context: &'a Context<'a>) -> Option<Self> {
        let site = &context.config.site;
        let addresses = Addresses::of(site)?;
        let ids = Ids::new(addresses.home(), addresses.home());
        Some(Self { context, site, addresses, ids })
    }

    /// Name of the publisher: the organisation's, else the site's, else its host.
    pub(super) fn publisher_name(&self) -> Option<String> {
        self.name_of([&self.site.organization.name, &self.site.name])
    }

    /// Name of the site: its own, else the organisation's, else its host.
    pub(super) fn site_name(&self) -> Option<String> {
        self.name_of([&self.site.name, &self.site.organization.name])
    }

    fn name_of(&self, names: [&Option<String>; 2]) -> Option<String> {
        let named = names.into_iter().flatten().find_map(|name| text::cleaned(name));
        named.or_else(|| self.addresses.host().and_then(text::cleaned))
    }
}
