//! The command as people and tools meet it: run in a folder of its own, judged by its exit status, its streams and the
//! files it leaves.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test that meets the unexpected has failed"
)]

mod arguments;
mod configuration;
mod faults;
mod folder;
#[path = "../golden/mod.rs"]
mod golden;
mod hostile;
mod messages;
mod output;
mod shards;
mod site_wide;
mod sources;
mod streams;
mod warm;
