"""No word of an article is lost: each word that the document model holds is in the PDF (as pdftotext reads it), in
the EPUB's XHTML and in the text file.

usage: words.py PEPEXPORT OUT
"""

import collections
import html
import json
import pathlib
import re
import subprocess
import sys
import unicodedata
import zipfile

WORD = re.compile(r"[^\W_]+")


def words(text):
    # Compatibility forms are one word to a reader: ligatures, superscript figures.
    text = unicodedata.normalize("NFKC", text).casefold()
    return collections.Counter(WORD.findall(text))


def squeezed(text):
    """The text without anything but letters and digits, to find words cut at a line end."""
    return "".join(WORD.findall(unicodedata.normalize("NFKC", text).casefold()))


QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"')
ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")
LETTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0"}


def unquoted(text):
    """The first string of a line, as Rust writes strings for debugging."""
    inside = QUOTED.search(text)[1]
    return ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else LETTERS.get(m[2], m[2]), inside)


def model_text(pepexport, source, config):
    """The strings of the model's dump that a reader sees. Formulas are shown in another notation and left out."""
    dump = subprocess.run([pepexport, "dump", "--config", config, source], capture_output=True, text=True, check=True).stdout
    seen = []
    # Only the line feed ends a line: text may hold the other separators of Unicode.
    for line in dump.split("\n"):
        line = line.strip()
        if line.startswith('"') or (line.startswith("code ") and '"' in line and "@" not in line):
            seen.append(unquoted(line))
        elif line.startswith("|"):
            seen.append(line[1:])
    return "\n".join(seen)


def epub_text(path):
    with zipfile.ZipFile(path) as book:
        parts = [book.read(name).decode("utf-8") for name in sorted(book.namelist()) if name.endswith(".xhtml")]
    body = re.sub(r"</?(em|strong|i|b|a|span|sub|sup|code|del|s|cite|q|abbr)\b[^>]*>", "", "\n".join(parts))
    return html.unescape(re.sub(r"<[^>]+>", " ", body))


def pdf_text(path):
    return subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout


def lost(wanted, text):
    found = words(text)
    run = squeezed(text)
    # A word that a line end cut in two is there when all is read as one run of letters.
    return sorted(word for word in wanted if word not in found and word not in run)


def right_to_left(word):
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in word)


def main():
    pepexport, out = sys.argv[1], pathlib.Path(sys.argv[2])
    checked, failed = 0, False
    for manifest in sorted(out.glob("*/manifest.json")):
        folder = manifest.parent
        config = "tests/conformance/hard/pepexport.yaml" if folder.name.startswith("hard") else "pepexport.yaml"
        for artifact in json.loads(manifest.read_text(encoding="utf-8"))["artifacts"]:
            reader = {"pdf": pdf_text, "epub": epub_text, "text": lambda path: path.read_text(encoding="utf-8")}.get(artifact["format"])
            source = artifact.get("source")
            if reader is None or source is None:
                continue
            # The manifest names sources from the configuration's folder.
            wanted = words(model_text(pepexport, str(pathlib.Path(config).parent / source), config))
            if artifact["format"] == "pdf":
                # No bundled font draws these scripts: a visible replacement stands in, and a warning says so.
                wanted = {word: count for word, count in wanted.items() if not right_to_left(word)}
            if not wanted:
                continue
            missing = lost(wanted, reader(folder / artifact["path"]))
            checked += 1
            if missing:
                failed = True
                print(f"{artifact['path']} of {folder.name}: lost {missing[:20]}")
    if not checked:
        print("no artifact was checked")
        return 1
    if failed:
        return 1
    print(f"{checked} artifacts hold every word of their articles")
    return 0


if __name__ == "__main__":
    sys.exit(main())
