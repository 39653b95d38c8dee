//! Input from strangers, end to end: each finding is told in its words, and the article beside it is exported.

use std::fs;

use crate::folder::{Folder, Run, SOUND};

/// A run over hostile articles and a sound one: one run for many, for each makes all formats.
struct Met {
    folder: Folder,
    run: Run,
    checked: String,
}

#[track_caller]
fn meet(articles: &[(&str, Vec<u8>)]) -> Met {
    meet_in(Folder::site(&[("sound.md", SOUND)]), articles)
}

/// Exports `content/<name>.md` beside `content/sound.md`, which must come out in every format and without a finding.
#[track_caller]
fn meet_in(folder: Folder, articles: &[(&str, Vec<u8>)]) -> Met {
    for (name, bytes) in articles {
        folder.write_bytes(&format!("content/{name}.md"), bytes);
    }
    let run = folder.run(&["-f", "all"]);
    assert!(!run.stderr.contains("content/sound.md"), "{}", run.stderr);
    assert!(!run.stderr.contains("mistake in pepexport"), "{}", run.stderr);
    let files = folder.files("dist");
    let starts = [
        ("pdf/sound.pdf", "%PDF"),
        ("epub/sound.epub", "PK"),
        ("jsonld/sound.jsonld", "{"),
        ("text/sound.txt", "Storing"),
    ];
    for (name, start) in starts {
        assert!(files[name].starts_with(start.as_bytes()), "{name}");
    }
    let checked = folder.run(&["check", "-f", "text", "--message-format", "json"]).stdout;
    Met { folder, run, checked }
}

impl Met {
    /// The findings of one kind about an article: `line:column message (help)`.
    fn findings(&self, name: &str, code: &str) -> Vec<String> {
        let all = self.checked.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
        all.filter(|found| found["code"] == code && found["file"] == format!("content/{name}.md"))
            .map(|found| {
                let text = |key: &str| found[key].as_str().unwrap_or("-").to_owned();
                format!("{}:{} {} ({})", found["line"], found["column"], text("message"), text("help"))
            })
            .collect()
    }

    /// An article as text.
    fn text(&self, name: &str) -> String {
        self.folder.read(&format!("dist/text/{name}.txt"))
    }
}

/// An article with front matter, whose body begins in line 10.
fn article(body: &str) -> String {
    SOUND.replace("Storing a vial", "From a stranger").replace("Keep it cold and dry.\n", body)
}

#[test]
fn bytes_that_are_no_text() {
    let windows = format!("\u{feff}{}", article("one\0two\n\n- a\n- b\n").replace('\n', "\r\n"));
    let met = meet(&[
        ("bytes", [article("caf").as_bytes(), b"\xE9 \xED\xA0\x80 end\n"].concat()),
        ("windows", windows.into_bytes()),
    ]);
    assert_eq!(
        met.findings("bytes", "invalid-utf8"),
        ["10:4 these bytes are not UTF-8, and were replaced by U+FFFD (save the file as UTF-8)"]
    );
    let text = met.text("bytes");
    assert!(text.contains("caf\u{fffd}") && text.contains(" end"), "{text}");
    assert_eq!(
        met.findings("windows", "control-characters"),
        [
            "10:4 U+0000 is a control character (delete it: no document may hold it, and “\u{fffd}” stands in its place)"
        ]
    );
    let text = met.text("windows");
    assert!(text.starts_with("From a stranger\n"), "the front matter was found: {text}");
    assert!(text.contains("one") && text.contains("two\n\n* a\n* b\n"), "{text}");
}

/// Blocks and marks nested in ten thousand levels: their words stay.
#[test]
fn ten_thousand_levels() {
    const LEVELS: usize = 10_000;
    let deep = |open: &str, close: &str| {
        article(&format!("{}deep{}\n", open.repeat(LEVELS), close.repeat(LEVELS))).into_bytes()
    };
    let told =
        "this is nested more than 64 levels deep (nest less; the content stays, at the level of the limit)";
    let articles = [
        ("quotations", deep("> ", ""), Some("10:129")),
        // A list and its item are two levels.
        ("items", deep("- ", ""), Some("10:65")),
        ("elements", deep("<div>", "</div>"), Some("10:321")),
        ("tables", deep("<table><tr><td>", ""), Some("10:481")),
        ("images", deep("![", "](x)"), Some("10:129")),
        // Marks that are not closed, and links in links, are text.
        ("links", deep("[", "](x)"), None),
        ("emphasis", deep("*a _b ", ""), None),
        ("formula", deep("${", "}$"), None),
        ("fractions", deep("$\\frac{", "$"), None),
    ];
    let files: Vec<_> = articles.iter().map(|(name, bytes, _)| (*name, bytes.clone())).collect();
    let met = meet(&files);
    assert_eq!(met.run.status, 0, "{}", met.run.stderr);
    for (name, _, at) in articles {
        let wanted: Vec<String> = at.iter().map(|at| format!("{at} {told}")).collect();
        assert_eq!(met.findings(name, "nesting-too-deep"), wanted, "{name}");
        assert!(met.text(name).contains("deep"), "{name}");
    }
}

#[test]
fn values_nested_and_multiplied() {
    let levels = |open: &str, close: &str| format!("{}{}", open.repeat(10_000), close.repeat(10_000));
    let bomb: String = (b'b'..=b'u')
        .map(|name| {
            let nine = vec![format!("*{}", char::from(name - 1)); 9];
            format!("{0}: &{0} [{1}]\n", char::from(name), nine.join(","))
        })
        .collect();
    let nested = "the values are nested more than 32 levels deep";
    let bombed = "the front matter holds more than 50000 values";
    let articles = [
        ("lists", format!("---\na: {}\n---\n", levels("[", "]")), "2:260", nested),
        ("maps", format!("---\na: {}\n---\n", levels("{a: ", "}")), "2:1028", nested),
        ("toml", format!("+++\na = {}\n+++\n", levels("[", "]")), "2:261", nested),
        ("aliases", format!("---\na: &a [x, x]\n{bomb}title: *u\n---\n"), "3:4", bombed),
    ];
    let files: Vec<_> =
        articles.iter().map(|(name, text, ..)| (*name, format!("{text}\nText.\n").into_bytes())).collect();
    let met = meet(&files);
    assert_eq!(met.run.status, 1);
    for (name, text, at, told) in articles {
        let found = met.findings(name, "invalid-front-matter");
        assert!(found.len() == 1 && found[0].starts_with(&format!("{at} {told}")), "{found:?}");
        assert!(!met.folder.path(&format!("dist/text/{name}.txt")).exists());
        // The same in the configuration stops the run.
        if let Some(yaml) = text.strip_prefix("---\n").and_then(|text| text.strip_suffix("---\n")) {
            met.folder.write("pepexport.yaml", yaml);
            met.folder.run(&["check"]).ended(2).said("error[invalid-config]").said("--> pepexport.yaml");
        }
    }
}

/// Bytes of a PNG file with this header and this image data.
fn png(width: u32, height: u32, data: &[u8]) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    for (name, content) in [(b"IHDR", &header[..]), (b"IDAT", data), (b"IEND", &[])] {
        let named = [&name[..], content].concat();
        bytes.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        let mut checksum = flate2::Crc::new();
        checksum.update(&named);
        bytes.extend(named);
        bytes.extend(checksum.sum().to_be_bytes());
    }
    bytes
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn images_that_lie() {
    let folder = Folder::site(&[("sound.md", SOUND)]);
    let corpus = |name: &str| {
        fs::read(format!("{}/tests/fuzz/corpus/images/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
    };
    let damaged = "the file is damaged or cut off";
    let lies = [
        (
            "huge.png",
            png(30_000, 30_000, &deflated(&[0; 64])),
            "30000 × 30000 pixels are not between 1 and 100000000",
        ),
        ("empty.png", png(0, 0, &deflated(&[])), damaged),
        ("short.png", png(900, 900, &deflated(&[0; 64])), damaged),
        ("text.jpg", b"This is no image.\n".to_vec(), "not a JPEG, PNG, WebP, GIF or SVG image"),
        ("cut.jpg", corpus("truncated.jpg"), damaged),
        ("cut.png", corpus("truncated.png"), damaged),
        ("cut.gif", corpus("truncated.gif"), damaged),
        ("cut.webp", corpus("truncated.webp"), damaged),
    ];
    let mut body = String::new();
    for (name, bytes, _) in &lies {
        folder.write_bytes(&format!("content/{name}"), bytes);
        body.push_str(&format!("![The picture {name}]({name})\n\n"));
    }
    // More data than the header asks for (forty megabytes for one pixel) is never unpacked; the picture is shown.
    folder.write_bytes("content/bomb.png", &png(1, 1, &deflated(&vec![0; 40_000_000])));
    // What a file is called does not matter.
    folder.write_bytes("content/colour.png", &corpus("colour.jpg"));
    body.push_str("![Bomb](bomb.png)\n\n![Colour](colour.png)\n");
    let met = meet_in(folder, &[("hostile", article(&body).into_bytes())]);
    for formats in ["all", "epub"] {
        let run = met.folder.run(&["check", "-f", formats, "--message-format", "json", "content/hostile.md"]);
        for ((name, _, told), line) in lies.iter().zip((10..).step_by(2)) {
            let wanted = format!("\"line\":{line},\"column\":1,\"end_line\":{line}");
            let found: Vec<&str> = run.stdout.lines().filter(|found| found.contains(&wanted)).collect();
            let message = format!("the image cannot be used: {name}: {told}");
            assert!(found.len() == 1 && found[0].contains(&message), "{name} in {formats}: {}", run.stdout);
        }
        let broken = run.stdout.lines().filter(|found| found.contains("\"broken-image\"")).count();
        assert_eq!(broken, lies.len(), "the two sound pictures are none of them");
    }
    for (name, ..) in &lies {
        assert!(met.text("hostile").contains(&format!("The picture {name}")), "{}", met.text("hostile"));
    }
}

#[cfg(unix)]
#[test]
fn nothing_outside_is_read() {
    use std::os::unix::fs::symlink;
    let folder = Folder::site(&[("sound.md", SOUND)]);
    let secret = folder.files("assets")["cover.png"].clone();
    folder.write_bytes("secret/secret.png", &secret);
    folder.write("secret/secret.md", "# Secret\n");
    symlink(folder.path("secret/secret.png"), folder.path("content/link.png")).unwrap();
    symlink(folder.path("secret"), folder.path("assets/folder")).unwrap();
    let images = [
        "link.png",
        "../secret/secret.png",
        "/../secret/secret.png",
        "/folder/secret.png",
        "%2e%2e/secret/secret.png",
    ];
    let body: String = images.iter().map(|image| format!("![Hidden]({image})\n\n")).collect();
    let text = article(&format!("{body}[a secret](../secret/secret.md)\n"));
    let met = meet_in(folder, &[("hostile", text.into_bytes())]);
    let outside = |image: &str| format!("“{image}” lies outside the folders of the site, so it is not read");
    let found = met.findings("hostile", "missing-image");
    assert_eq!(found.len(), images.len(), "{found:?}");
    for (image, found) in images.iter().zip(&found) {
        assert!(found.contains(&outside(image)), "{found}");
    }
    assert_eq!(met.findings("hostile", "broken-link").len(), 1);
    assert!(met.folder.names("dist").iter().all(|name| !name.contains("secret")));
}

#[cfg(unix)]
#[test]
fn pipes_and_folders_are_no_files() {
    let folder = Folder::site(&[("sound.md", SOUND)]);
    let made = std::process::Command::new("mkfifo")
        .args([folder.path("content/pipe.md"), folder.path("content/pipe.png")])
        .status();
    assert!(made.unwrap().success());
    fs::create_dir_all(folder.path("content/folder.md")).unwrap();
    fs::create_dir_all(folder.path("content/folder.png")).unwrap();
    // Whoever opened the pipes would wait for ever.
    let text = article("![Pipe](pipe.png)\n\n![Folder](folder.png)\n");
    let met = meet_in(folder, &[("hostile", text.into_bytes())]);
    let missing = |line: u32, name: &str| {
        format!(
            "{line}:1 there is no image file “{name}” (the path is relative to the article's file; begin it with `/` for the asset folder)"
        )
    };
    assert_eq!(
        met.findings("hostile", "missing-image"),
        [missing(10, "pipe.png"), missing(12, "folder.png")]
    );
    assert!(met.run.stderr.contains("\n2 articles, "), "{}", met.run.stderr);
}

#[test]
fn slugs_that_would_escape() {
    let became = |slug: &str, name: &str| {
        format!("the slug “{slug}” is not safe in a file name or URL; it became “{name}”")
    };
    let nothing = |slug: &str| format!("the slug “{slug}” holds nothing that is safe in a file name or URL");
    let articles = [
        ("above", "../../../x", became("../../../x", "x"), "x"),
        ("absolute", "/etc/passwd", became("/etc/passwd", "passwd"), "passwd"),
        ("windows", "a\\..\\b", became("a\\..\\b", "a..b"), "a..b"),
        ("dots", "..", nothing(".."), "dots"),
        ("slashes", "///", nothing("///"), "slashes"),
    ];
    let with = |slug: &str| SOUND.replace("title:", &format!("slug: '{slug}'\ntitle:")).into_bytes();
    let files: Vec<_> = articles.iter().map(|(name, slug, ..)| (*name, with(slug))).collect();
    let met = meet(&files);
    for (name, _, told, file) in articles {
        assert_eq!(
            met.findings(name, "unsafe-slug"),
            [format!("2:7 {told} (write letters, digits and “-”, without “/” or spaces)")]
        );
        assert!(met.text(file).contains("Keep it cold"), "{file}");
    }
    let texts = met.folder.names("").into_iter().filter(|name| name.ends_with(".txt")).count();
    let below = met.folder.names("dist/text").into_iter().filter(|name| name.ends_with(".txt")).count();
    assert_eq!(texts, below, "all lie where they should");
}

#[test]
fn what_stands_where_a_file_should_be() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    fs::create_dir_all(folder.path("dist/manifest.json")).unwrap();
    let run = folder.run(&["-f", "text"]).ended(1);
    run.said("error[unwritable-artifact]: dist/manifest.json could not be written: is a directory");
    assert!(folder.read("dist/text/a.txt").contains("Keep it cold"));
    fs::create_dir_all(folder.path("locked/.pepexport.lock")).unwrap();
    let run = folder.run(&["-f", "text", "-o", "locked"]).ended(1);
    run.said("error[unwritable-artifact]: the output folder cannot be used: is a directory")
        .said("--> locked");
    let run = folder.run(&["-f", "text", "-c", "content"]).ended(2);
    run.said("error[invalid-config]: the configuration could not be read: is a directory");
}

#[cfg(target_os = "linux")]
#[test]
fn folders_that_nobody_can_write_to() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder
        .run(&["-f", "text", "-o", "/proc/pepexport"])
        .ended(1)
        .said("error[unwritable-artifact]: the output folder cannot be used");
}

/// A device that is always full stands for a full disk.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let folder = Folder::site(&[("a.md", SOUND), ("b.md", "---\ntitle: [\n---\n")]);
    let full = |arguments: &[&str]| {
        let device = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        Run::of(folder.command(arguments).stdout(device).output().unwrap())
    };
    let told = "error: the output could not be written: no space left on device";
    full(&["-f", "text", "-o", "-", "content/a.md"]).ended(2).said(told);
    // Findings that were lost must not pass for none.
    full(&["check", "content/a.md", "--base-url", "x", "--message-format", "json"])
        .ended(2)
        .said("is not the address");
    full(&["check", "--message-format", "json"]).ended(2).said(told);
    full(&["check", "--message-format", "sarif"]).ended(2).said(told);
    full(&["schema", "config"]).ended(2).said(told);
}

#[cfg(target_os = "linux")]
#[test]
fn an_endless_configuration_ends() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    let run = folder.run(&["check", "-c", "/dev/zero"]).ended(2);
    run.said("error[invalid-config]: the configuration could not be read: it is larger than 4194304 bytes");
}

#[test]
fn leftovers_of_a_killed_run_go() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    folder.run(&["-f", "text"]).ended(0);
    let clean = folder.files("dist");
    folder.write("dist/text/.pepexport-aB3xYz.tmp", "half an arti");
    folder.write("dist/.pepexport-000000.tmp", "{\"version\":1,");
    folder.run(&["-f", "text"]).ended(0);
    assert_eq!(folder.files("dist"), clean);
}

#[cfg(unix)]
#[test]
fn closed_streams_are_no_panic() {
    let folder = Folder::site(&[("a.md", SOUND)]);
    let shell = |line: &str| {
        let mut command = std::process::Command::new("sh");
        command.args(["-c", line, "sh", env!("CARGO_BIN_EXE_pepexport")]).current_dir(folder.path(""));
        command.status().unwrap().code()
    };
    assert_eq!(shell("\"$1\" -f text >&- 2>&-"), Some(0));
    assert_eq!(shell("\"$1\" check --message-format json <&- >&- 2>&-"), Some(0));
    assert!(folder.read("dist/text/a.txt").contains("Keep it cold"));
}
