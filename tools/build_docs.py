"""`make docs`: check every page, then build them as HTML under docs/_build. A warning is an error.

    python tools/build_docs.py           # check and build
    python tools/build_docs.py --check   # check only

markdown-it-py is in the development lock already (another tool brings it).
"""

import argparse
import html
import re
import shutil
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

REPOSITORY = Path(__file__).resolve().parent.parent
BUILD = "docs/_build"
TOP = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
OUTSIDE = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)
PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{up}page.css"></head>
<body><nav><a href="{up}docs/index.html">Ikue</a></nav><main>{body}</main></body></html>
"""
CSS = """body{font:16px/1.7 system-ui,sans-serif;margin:0 auto;max-width:52rem;padding:1rem}
table{border-collapse:collapse;display:block;overflow-x:auto}
td,th{border:1px solid #767676;padding:.25rem .5rem;text-align:left;vertical-align:top}
pre{background:#f2f2f2;overflow-x:auto;padding:.75rem}img{max-width:100%}
"""

markdown = MarkdownIt("commonmark").enable("table")


def pages(root: Path) -> list[Path]:
    inside = sorted((root / "docs").rglob("*.md"))
    named = [root / name for name in TOP if (root / name).is_file()]
    return [*named, *(page for page in inside if root / BUILD not in page.parents)]


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def slug(heading: str) -> str:
    """The anchor of a heading, as code hosts make it."""
    kept = re.sub(r"[^\w\- ]", "", heading.lower())
    return kept.strip().replace(" ", "-")


def headings(text: str) -> list[str]:
    tokens = markdown.parse(text)
    return [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]


def links(text: str) -> Iterator[str]:
    for token in flat(markdown.parse(text)):
        if token.type in {"link_open", "image"}:
            yield str(token.attrs.get("href") or token.attrs.get("src") or "")


def open_fence(text: str) -> bool:
    marks = [line[:3] for line in text.splitlines() if line.startswith(("```", "~~~"))]
    return len(marks) % 2 == 1


def findings(page: Path, root: Path) -> Iterator[str]:
    text = page.read_text("utf-8")
    found = headings(text)
    if text.lstrip().startswith("#") is False or not found:
        yield "does not begin with a heading"
    yield from (f"heading twice: {one}" for one in sorted({h for h in found if found.count(h) > 1}))
    if open_fence(text):
        yield "a code fence is not closed"
    for link in links(text):
        if not OUTSIDE.match(link):
            yield from broken(link, page, root)


def broken(link: str, page: Path, root: Path) -> Iterator[str]:
    name, _, anchor = link.partition("#")
    target = (page.parent / name).resolve() if name else page
    if not target.exists() or not target.is_relative_to(root):
        yield f"leads nowhere: {link}"
    elif anchor and anchor not in {slug(one) for one in headings(target.read_text("utf-8"))}:
        yield f"no such heading: {link}"


def check(root: Path) -> list[str]:
    return [
        f"{page.relative_to(root)}: {finding}"
        for page in pages(root)
        for finding in findings(page, root)
    ]


def as_html(page: Path, root: Path) -> str:
    text = page.read_text("utf-8")
    body = markdown.render(text)
    body = re.sub(r'(href="(?![a-z]+:)[^"#]*)\.md(["#])', r"\1.html\2", body)
    return PAGE.format(
        lang="ja" if "manual" in page.parts else "en",
        title=html.escape(headings(text)[0]),
        up="../" * (len(page.relative_to(root).parts) - 1),
        body=with_anchors(body),
    )


def with_anchors(body: str) -> str:
    def anchored(match: re.Match[str]) -> str:
        words = html.unescape(re.sub(r"<[^>]+>", "", match[2]))
        return f'<h{match[1]} id="{html.escape(slug(words))}">{match[2]}</h{match[1]}>'

    return re.sub(r"<h(\d)>(.*?)</h\1>", anchored, body)


def build(root: Path) -> int:
    out = root / BUILD
    shutil.rmtree(out, ignore_errors=True)
    for page in pages(root):
        target = (out / page.relative_to(root)).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(as_html(page, root), "utf-8")
    (out / "page.css").write_text(CSS, "utf-8")
    if (root / "docs/images").is_dir():
        shutil.copytree(root / "docs/images", out / "docs/images")
    return len(pages(root))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="check only")
    asked = parser.parse_args()
    wrong = check(REPOSITORY)
    if wrong:
        sys.exit("\n".join(wrong))
    if not asked.check:
        print(f"{build(REPOSITORY)} pages under {BUILD}")


if __name__ == "__main__":
    main()
