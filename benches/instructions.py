"""How many instructions pepexport takes for an article, by format and stage: seconds depend on the machine and its
neighbours, instructions do not.

    apt-get install valgrind
    cargo build --release
    python3 benches/instructions.py [--articles 20]

Callgrind counts a run over that many guides and one over half of them; what the second half took, divided by its number,
is an article's, without the start of the program. Each guide is the sample with its words changed about. Two counts are
too high: valgrind knows no instructions for SHA-256, and counts each byte that `rep stos` clears.
"""

import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

from articles import ROOT, write_articles

FORMATS = ["text", "jsonld", "epub", "pdf", "all"]
# Stages by the function that does all of it.
STAGES = {
    "read": "read::read",
    "enrich, alone": "enrich::identify",
    "enrich, with the site": "enrich::complete",
    "punctuation": "punctuation::typeset",
    "text": "backend::text::whole",
    "JSON-LD": "JsonLd as pepexport::backend::Backend>::render_for_site",
    "EPUB": "Epub as pepexport::backend::Backend>::render",
    "  cover": "epub::cover::typeset",
    "  container": "epub::container::pack",
    "PDF": "Pdf as pepexport::backend::Backend>::render_for_site",
    "  layout": "pdf::layout::lay_out",
    "  shape": "lines::memory::Memory::recall",
    "  paint": "pdf::paint::paint",
    "  finish": "pdf::finish::finish",
    "deflate": "libdeflate_deflate_compress",
    "SHA-256": "sha2::sha256::soft::unroll::compress",
}
LINE = re.compile(r"^\s*([\d,]+) \(\s*[\d.]+%\)\s+(?:\S*?:)?(.*?)(?: \[.*\])?$")


def count(program, folder, articles, name):
    """Instructions of a run over some articles: in all, and by function with all that it calls."""
    out = folder / f"callgrind-{name}-{len(articles)}"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", program, "-q", "-f", name,
               "-o", str(folder / f"out-{name}-{len(articles)}"), *map(str, articles)]
    environment = {**os.environ, "RAYON_NUM_THREADS": "1"}
    subprocess.run(command, check=True, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    listed = subprocess.run(["callgrind_annotate", "--inclusive=yes", "--threshold=100", str(out)], check=True,
                            capture_output=True, text=True).stdout
    functions = {}
    for line in listed.splitlines():
        if found := LINE.match(line):
            functions.setdefault(found[2].strip(), int(found[1].replace(",", "")))
    return functions["PROGRAM TOTALS"], functions


def of_stage(functions, function):
    """What a function takes; a closure or a generic instance of it is another one."""
    return sum(value for name, value in functions.items() if name.endswith(function))


def main():
    arguments = argparse.ArgumentParser(description="Counts pepexport's instructions for an article.")
    arguments.add_argument("--articles", type=int, default=20)
    arguments.add_argument("--pepexport", default=str(ROOT / "target/release/pepexport"))
    chosen = arguments.parse_args()
    if chosen.articles < 2:
        sys.exit("--articles must be two at least: one is what the other is compared with")

    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "content").mkdir()
        write_articles(folder / "content", chosen.articles)
        (folder / "pepexport.yaml").write_text("site: {base_url: 'https://example.org', name: Guides}\n")
        articles = sorted((folder / "content").glob("*.md"))
        half = articles[: len(articles) // 2]
        each = len(articles) - len(half)
        print("million instructions an article")
        for name in FORMATS:
            whole, functions = count(chosen.pepexport, folder, articles, name)
            part, before = count(chosen.pepexport, folder, half, name)
            print(f"{name:28}{(whole - part) / each / 1e6:8.2f}   start {(part - (whole - part) / each * len(half)) / 1e6:.1f}")
        for stage, function in STAGES.items():
            took = (of_stage(functions, function) - of_stage(before, function)) / each / 1e6
            print(f"  {stage:26}{took:8.2f}")


if __name__ == "__main__":
    main()
