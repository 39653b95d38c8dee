//! What each kind of finding means, at length.

use std::fmt::Write as _;

use pepexport::diagnostic::Code;

/// The page about one kind.
pub fn page(code: Code) -> String {
    let name = code.name();
    let weight = match code.is_configurable() {
        true => "warning",
        false => "error",
    };
    let rule = "=".repeat(name.len());
    let mut page = format!("{name}\n{rule}\n\n{weight}: {}\n\n{}", code.meaning(), code.page());
    if code.is_configurable() {
        // Writing to a string cannot fail.
        let _ = write!(
            page,
            "\nTo weigh it otherwise, in pepexport.yaml (`off`, `warn` or `error`):\n\n    check:\n      {name}: off\n"
        );
    }
    page
}

/// All kinds, one a line.
pub fn list() -> String {
    let widest = Code::ALL.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let mut list = String::new();
    for code in Code::ALL {
        let _ = writeln!(list, "{:widest$}  {}: {}", code.name(), code.default_severity(), code.meaning());
    }
    list + "\n`pepexport explain NAME` tells more about one.\n"
}
