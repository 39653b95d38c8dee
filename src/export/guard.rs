//! A mistake in the tool costs one artifact, not the run.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::diagnostic::{Code, Diagnostic, Outcome};

/// Runs `make`; a panic in it becomes a finding.
///
/// Panics are mistakes in the tool or in a library it uses. With a hundred articles to export, one of them must not
/// cost the other ninety-nine, so the panic is caught here, where an artifact is made. What `make` borrows is only
/// read, or is behind locks and cells that a panic leaves empty, so nothing half made is seen afterwards.
pub fn guarded<T>(what: &str, make: impl FnOnce() -> Outcome<T>) -> Outcome<T> {
    catch_unwind(AssertUnwindSafe(make)).unwrap_or_else(|payload| {
        let message = format!("{what}: a mistake in pepexport: {}", panic_message(payload.as_ref()));
        Err(vec![
            Diagnostic::new(Code::RenderFailed, message)
                .help("please report it with the article that shows it"),
        ])
    })
}

fn panic_message(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<&str>().copied();
    text.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no message")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Warned;

    #[test]
    fn a_panic_is_a_finding() {
        let found = guarded::<()>("PDF", || panic!("no page {}", 7)).unwrap_err();
        assert_eq!(found[0].code, Code::RenderFailed);
        assert_eq!(found[0].message, "PDF: a mistake in pepexport: no page 7");
        assert_eq!(guarded("PDF", || Ok(Warned::clean(1))), Ok(Warned::clean(1)));
    }
}
