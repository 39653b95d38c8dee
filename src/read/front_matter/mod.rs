//! Front matter as static site generators write it: YAML between `---` lines, TOML between `+++` lines.

mod dates;
mod fence;
mod fields;
mod places;
#[cfg(test)]
mod tests;
mod value;

use crate::diagnostic::Diagnostic;
use crate::model::Metadata;

use super::reader::Reader;
pub(super) use fence::{Fenced, split};

/// The largest front matter, in bytes.
const MAX_BYTES: usize = 256 * 1024;

/// Reads front matter into `metadata`.
///
/// # Errors
/// It is not valid YAML or TOML, no mapping, or beyond the limits.
pub(super) fn read(
    reader: &mut Reader<'_>,
    block: &Fenced,
    metadata: &mut Metadata,
) -> Result<(), Diagnostic> {
    let text = reader.slice(&block.content);
    let root = value::parse(text, block.format).map_err(|error| error.diagnose(reader, block))?;
    let places = places::find(text, block.format, block.content.start).with_flow(text, block, &root);
    fields::fill(&root, &places, block, metadata, reader);
    Ok(())
}
