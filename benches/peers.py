"""How long pepexport and its peers take for the same articles, in one run.

    pip install pypandoc_binary typst
    cargo build --release
    python3 benches/peers.py [--articles 200] [--rounds 3]

Every peer is taken by its fastest route on all cores: pandoc with as many processes as there are cores and one article
each; Typst in as many processes, which keep its fonts loaded, from what pandoc makes of the articles. Each article is
the sample guide with its words changed about: no sentence comes twice, words do, as in any collection. Medians of the
rounds; the programs take turns.
"""

import argparse
import concurrent.futures
import itertools
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import pypandoc
import typst

from articles import ROOT, write_articles

PANDOC = pypandoc.get_pandoc_path()
CORES = len(os.sched_getaffinity(0))


def pandoc(arguments):
    subprocess.run([PANDOC, *arguments], check=True, stdin=subprocess.DEVNULL)


def load_typst(root):
    """Typst with its fonts, once a process."""
    global compiler
    compiler = typst.Compiler(root=root)


def set_in_typst(paths):
    source, target = paths
    compiler.compile(input=source, output=target)


def timed(work):
    start = time.perf_counter()
    out = work()
    return time.perf_counter() - start, out


def main():
    arguments = argparse.ArgumentParser(description="Times pepexport beside its peers.")
    arguments.add_argument("--articles", type=int, default=200)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--pepexport", default=str(ROOT / "target/release/pepexport"))
    chosen = arguments.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        articles = folder / "content"
        numbers = itertools.count()

        # Each run writes to a folder of its own: what it costs to delete the last one's files, and to create files
        # where many were just deleted, is nobody's export.
        def fresh(name):
            target = folder / f"{name}-{next(numbers)}"
            target.mkdir()
            return target

        articles.mkdir()
        write_articles(articles, chosen.articles)
        (folder / "pepexport.yaml").write_text("site: {base_url: 'https://example.org', name: Guides}\n")
        sources = sorted(articles.glob("*.md"))

        def ours(formats):
            def run():
                out = fresh("out")
                command = [chosen.pepexport, "-q", "-f", formats, "-o", str(out), str(articles)]
                subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                return out
            return run

        def by_pandoc(extension, *options):
            def run():
                target = fresh(extension)
                calls = [[*options, str(source), "-o", str(target / f"{source.stem}.{extension}")] for source in sources]
                with concurrent.futures.ThreadPoolExecutor(CORES) as pool:
                    list(pool.map(pandoc, calls))
                return target
            return run

        def by_typst(pool):
            def run():
                target = by_pandoc("typ", "-s", "-t", "typst", "-V", "mainfont=Libertinus Serif")()
                made = sorted(target.glob("*.typ"))
                list(pool.map(set_in_typst, [(str(path), str(path.with_suffix(".pdf"))) for path in made], chunksize=5))
            return run

        with concurrent.futures.ProcessPoolExecutor(CORES, initializer=load_typst, initargs=(scratch,)) as pool:
            races = {
                "text": (ours("text"), by_pandoc("txt", "-t", "plain"), "pandoc"),
                "EPUB": (ours("epub"), by_pandoc("epub", "--toc"), "pandoc"),
                "PDF": (ours("pdf"), by_typst(pool), "pandoc and Typst"),
                "JSON-LD": (ours("jsonld"), None, "none"),
                "all four": (ours("all"), None, "the sum"),
            }
            seconds = {name: ([], []) for name in races}
            for _ in range(chosen.rounds):
                for name, (mine, theirs, _) in races.items():
                    took, out = timed(mine)
                    seconds[name][0].append(took)
                    if theirs:
                        seconds[name][1].append(timed(theirs)[0])
            made = {kind: sum(1 for _ in out.rglob(f"*.{kind}")) for kind in ("pdf", "epub", "txt")}
            if set(made.values()) != {chosen.articles}:
                sys.exit(f"not every article was exported: {made}")

        total = sum(statistics.median(theirs) for _, theirs in seconds.values() if theirs)
        print(f"{chosen.articles} articles, {CORES} cores, median of {chosen.rounds}; pandoc {pypandoc.get_pandoc_version()}, "
              f"Typst {typst.__version__}")
        print(f"{'':10}{'pepexport':>12}{'peer':>12}{'ratio':>8}  peer")
        for name, (mine, theirs) in seconds.items():
            mine = statistics.median(mine)
            theirs = statistics.median(theirs) if theirs else total if name == "all four" else None
            peer = f"{theirs:10.2f} s{theirs / mine:7.1f}×" if theirs else f"{'–':>12}{'–':>8}"
            print(f"{name:10}{mine:10.2f} s{peer}  {races[name][2]}")


if __name__ == "__main__":
    main()
