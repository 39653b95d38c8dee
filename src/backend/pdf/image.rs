//! Images as PDF image objects, encoded once per run.

/// An image ready to be written as an XObject.
#[derive(Debug)]
pub struct PdfImage {}
