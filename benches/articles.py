"""The articles that both scripts measure with."""

import pathlib
import random
import re

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "content/articles/cerebrolysin.md"
WORD = re.compile(r"(?<![\w/(\[#@:-])[a-z]{4,}(?![\w\])/:-])")


def write_articles(folder, count):
    """Variations of the sample: in lines of prose every longer word is another one of the sample's of that length."""
    front, body = SAMPLE.read_text(encoding="utf-8").split("\n---\n", 1)
    # Without pictures, which each would handle in another way.
    front = "\n".join(line for line in front.splitlines() if not line.startswith("image"))
    body = "\n".join(line for line in body.splitlines() if not line.startswith("!["))
    words = {}
    for word in sorted(set(WORD.findall(body))):
        words.setdefault(len(word), []).append(word)
    for number in range(count):
        chance = random.Random(number)
        lines = []
        for line in body.splitlines():
            if not line.startswith(("#", "|")):
                # The addresses of links stay.
                parts = re.split(r"(\]\([^)]*\))", line)
                parts[::2] = [WORD.sub(lambda m: chance.choice(words[len(m[0])]), part) for part in parts[::2]]
                line = "".join(parts)
            lines.append(line)
        title = re.sub(r'^title: "(.*)"', lambda m: f'title: "{m[1]}, {number}"', front, count=1, flags=re.M)
        text = title + "\n---\n" + "\n".join(lines) + "\n"
        (folder / f"guide-{number}.md").write_text(text, encoding="utf-8")
