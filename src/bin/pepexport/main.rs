//! The `pepexport` command.
fn main() {}
