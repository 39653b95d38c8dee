//! What a drawing costs before it is drawn: elements may refer to others, and a short file may come to billions.

use std::collections::HashMap;

use resvg::usvg::roxmltree::{Document, Node, NodeId};

use super::clean::{SVG, XLINK, own, references};

/// The most elements that may be drawn, each as often as it is referred to.
const MAX_DRAWN: u64 = 50_000;
/// How deep elements may lie in each other, what they refer to included.
const MAX_DEPTH: usize = 64;
/// What an effect on pixels costs, in elements painted.
const EFFECT: u64 = 50;
/// With a style sheet that refers to patterns, masks, clips and the like: how many elements those may hold.
const MAX_STYLED: usize = 32;

/// Elements that others are painted with, or through.
const SERVERS: [&str; 5] = ["clipPath", "mask", "pattern", "filter", "marker"];

/// How many elements are drawn, each as often as it is referred to.
///
/// # Errors
/// There are too many, they lie too deep, or one refers to itself.
pub(super) fn of(document: &Document<'_>) -> Result<u64, String> {
    let mut by_id = HashMap::new();
    for node in document.descendants().filter(Node::is_element) {
        if let Some(id) = own(node, "id") {
            by_id.entry(id).or_insert(node);
        }
    }
    styled(document, &by_id)?;
    let mut weights = Weights { by_id, known: HashMap::new() };
    let (weight, _) = weights.measure(document.root_element(), 0)?;
    match weight <= MAX_DRAWN {
        true => Ok(weight),
        false => Err(format!("the SVG draws more than {MAX_DRAWN} elements")),
    }
}

/// A style sheet may refer from any element to any other: then there may not be much to refer to.
fn styled(document: &Document<'_>, by_id: &HashMap<&str, Node<'_, '_>>) -> Result<(), String> {
    let is_server = |node: &Node<'_, '_>| SERVERS.contains(&node.tag_name().name());
    let sheets = document.descendants().filter(|node| node.has_tag_name((SVG, "style")));
    let texts = sheets.flat_map(|sheet| sheet.descendants()).filter(Node::is_text);
    let refers = texts
        .filter_map(|node| node.text())
        .flat_map(references)
        .any(|id| by_id.get(id).is_some_and(is_server));
    let held = || {
        let servers = document.descendants().filter(is_server);
        servers.map(|server| server.descendants().filter(Node::is_element).count()).sum::<usize>()
    };
    match refers && held() > MAX_STYLED {
        true => Err("the style sheet of the SVG refers to too many patterns, masks or clips".to_owned()),
        false => Ok(()),
    }
}

struct Weights<'d, 'i> {
    by_id: HashMap<&'d str, Node<'d, 'i>>,
    /// Weight and height of elements; `None` while it is being found out.
    known: HashMap<NodeId, Option<(u64, usize)>>,
}

impl<'d, 'i> Weights<'d, 'i> {
    fn measure(&mut self, node: Node<'d, 'i>, depth: usize) -> Result<(u64, usize), String> {
        let too_deep = || format!("elements of the SVG lie more than {MAX_DEPTH} deep");
        match self.known.get(&node.id()) {
            Some(Some((weight, height))) if depth + height <= MAX_DEPTH => return Ok((*weight, *height)),
            Some(Some(_)) => return Err(too_deep()),
            Some(None) => return Err("an element of the SVG refers to itself".to_owned()),
            None => {}
        }
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        self.known.insert(node.id(), None);
        let mut weight: u64 = if node.tag_name().name().starts_with("fe") { EFFECT } else { 1 };
        let mut height = 0;
        for child in node.children().filter(Node::is_element) {
            let (more, high) = self.measure(child, depth + 1)?;
            weight = weight.saturating_add(more);
            height = height.max(high + 1);
        }
        for attribute in node.attributes() {
            let value = attribute.value();
            let is_link = attribute.name() == "href" && matches!(attribute.namespace(), None | Some(XLINK));
            let link = is_link.then(|| value.trim().strip_prefix('#')).flatten();
            // A marker stands at every point of a path.
            let times = match value.contains("url(")
                && (attribute.name().contains("marker") || value.contains("marker"))
            {
                true => own(node, "d").or_else(|| own(node, "points")).map_or(1, str::len) as u64,
                false => 1,
            };
            for id in link.into_iter().chain(references(value)) {
                let Some(target) = self.by_id.get(id).copied() else { continue };
                let (more, high) = self.measure(target, depth + 1)?;
                weight = weight.saturating_add(more.saturating_mul(times));
                height = height.max(high + 1);
            }
        }
        self.known.insert(node.id(), Some((weight, height)));
        Ok((weight, height))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weigh(inside: &str) -> Result<u64, String> {
        let text = format!("<svg xmlns=\"{SVG}\" xmlns:xlink=\"{XLINK}\">{inside}</svg>");
        of(&Document::parse(&text).unwrap())
    }

    #[test]
    fn an_element_weighs_as_often_as_it_is_referred_to() {
        assert_eq!(weigh("<g id=\"a\"><rect/><rect/></g><use href=\"#a\"/><use xlink:href=\"#a\"/>"), Ok(12));
        // Eight letters of a path: at most as many points.
        let marked = "<marker id=\"m\"><path/></marker><path marker-mid=\"url(#m)\" d=\"M0 0 1 1\"/>";
        assert_eq!(weigh(marked), Ok(1 + 2 + 1 + 8 * 2));
    }

    #[test]
    fn a_short_file_that_comes_to_billions_is_refused() {
        let mut text = "<g id=\"a0\"><rect/></g>".to_owned();
        for n in 1..25 {
            let twice = format!("<use href=\"#a{}\"/>", n - 1).repeat(2);
            text.push_str(&format!("<g id=\"a{n}\">{twice}</g>"));
        }
        assert!(weigh(&text).unwrap_err().contains("more than 50000"));
        let patterns: String = (0..20)
            .map(|n| {
                let twice = format!("<rect fill=\"url(#p{})\"/>", n + 1).repeat(2);
                format!("<pattern id=\"p{n}\">{twice}</pattern>")
            })
            .collect();
        assert!(weigh(&patterns).unwrap_err().contains("more than 50000"));
    }

    #[test]
    fn what_refers_to_itself_or_lies_deep_is_refused() {
        assert!(weigh("<g id=\"a\"><use href=\"#a\"/></g>").unwrap_err().contains("itself"));
        assert!(
            weigh("<mask id=\"m\"><rect style=\"mask: url('#m')\"/></mask>").unwrap_err().contains("itself")
        );
        assert!(
            weigh("<g xmlns:i=\"urn:i\" i:id=\"b\" id=\"a\"><use href=\"#a\"/></g>")
                .unwrap_err()
                .contains("itself"),
            "an identifier has no namespace"
        );
        let nested = |depth: usize| format!("{}{}", "<g>".repeat(depth), "</g>".repeat(depth));
        assert_eq!(weigh(&nested(60)), Ok(61));
        assert!(weigh(&nested(65)).unwrap_err().contains("deep"));
        let chain: String =
            (0..70).map(|n| format!("<g id=\"a{n}\"><use href=\"#a{}\"/></g>", n + 1)).collect();
        assert!(weigh(&chain).unwrap_err().contains("deep"));
    }

    #[test]
    fn a_style_sheet_refers_to_little() {
        let sheet = "<style>.a { mask: url(#m) }</style>";
        assert!(weigh(&format!("{sheet}<mask id=\"m\"><rect class=\"a\"/></mask>")).is_ok());
        let many = "<rect class=\"a\"/>".repeat(40);
        assert!(weigh(&format!("{sheet}<mask id=\"m\">{many}</mask>")).unwrap_err().contains("style sheet"));
        let gradient = "<style>.a { fill: url(#m) }</style><linearGradient id=\"m\"/>";
        assert!(weigh(&format!("{gradient}{many}")).is_ok());
    }
}
