#!/usr/bin/env python3
"""Writes articles of real size, each with words of its own: variations.py FOLDER COUNT SEED.md...

The words of each paragraph are exchanged for others of the same articles. The same arguments give the same articles.
"""

import random
import re
import sys
from pathlib import Path

WORD = re.compile(r"(?<![\w/.:#\"(\[&{-])[a-z]{4,}(?![\w/.:)\]}\"-])")
LINKED = re.compile(r"\[[^\]]*\]\([^)]*\)|`[^`]*`|<[^>]*>|https?://\S+")


def split(article: str) -> tuple[str, str]:
    """The front matter and the text."""
    _, front, body = article.split("---\n", 2)
    return front, body


def vary(article: str, vocabulary: list[str], number: int) -> str:
    """The article with half of its plain words exchanged, under a title of its own."""
    pick = random.Random(number)
    front, body = split(article)
    front = re.sub(r'^title: "?(.*?)"?$', rf'title: "\1 ({number})"', front, count=1, flags=re.M)
    front = re.sub(r"^(slug|canonical|draft):.*\n", "", front, flags=re.M)

    def other(match: re.Match[str]) -> str:
        return pick.choice(vocabulary) if pick.random() < 0.5 else match[0]

    lines, fenced = [], False
    for line in body.split("\n"):
        fenced ^= line.startswith("```")
        if fenced or line.startswith(("#", "|", "![", "> [!", "$$", "```", "<", "[")):
            lines.append(line)
            continue
        kept: list[str] = LINKED.findall(line)
        plain = [WORD.sub(other, part) for part in LINKED.split(line)]
        lines.append("".join(part + link for part, link in zip(plain, [*kept, ""])))
    return f"---\n{front}---\n" + "\n".join(lines)


def main() -> None:
    folder, count, *seeds = sys.argv[1:]
    articles = [Path(seed).read_text(encoding="utf-8") for seed in seeds]
    words = {word for article in articles for word in WORD.findall(split(article)[1])}
    vocabulary = sorted(words)
    Path(folder).mkdir(parents=True, exist_ok=True)
    for number in range(int(count)):
        article = vary(articles[number % len(articles)], vocabulary, number)
        (Path(folder) / f"article-{number:06}.md").write_text(article, encoding="utf-8")


if __name__ == "__main__":
    main()
