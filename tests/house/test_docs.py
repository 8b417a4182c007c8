"""The pages say what the tree says: each app, each sentence of the seed, each link."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib import util

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import REPOSITORY, SOURCE, our_apps, write

DOCS = REPOSITORY / "docs"
JAPANESE_FIRST = re.compile(r"[①-⑤ぁ-ゖァ-ヺ一-龥]")


def tool(name):
    """A maintainer's script as a module; they are no package."""
    place = util.spec_from_file_location(f"tool_{name}", REPOSITORY / f"tools/{name}.py")
    module = util.module_from_spec(place)
    sys.modules[place.name] = module
    place.loader.exec_module(module)
    return module


build_docs = tool("build_docs")
seed_table = tool("seed_table")


# Apps ------------------------------------------------------------------------------------------


def docstring(app):
    file = SOURCE.joinpath(*app.split(".")[1:], "__init__.py")
    return ast.get_docstring(ast.parse(file.read_text("utf-8"))) or ""


def says_its_name(words):
    return bool(JAPANESE_FIRST.match(words)) and "。" in words


@pytest.mark.parametrize("app", [*our_apps(), "ikue.local"])
def test_every_app_says_its_japanese_name_first(app):
    if app == "ikue.local":
        assert docstring(app).startswith("Starter of the private PostgreSQL")
    else:
        assert says_its_name(docstring(app))


def test_control_a_docstring_without_a_japanese_name_is_found():
    assert not says_its_name("")
    assert not says_its_name("Persons and households.")
    assert says_its_name("人・世帯。Persons and households.")


@pytest.mark.parametrize("app", our_apps())
def test_every_app_stands_in_the_architecture(app):
    name = app.removeprefix("ikue.").removeprefix("programmes.")
    assert f"`{name}`" in (DOCS / "architecture.md").read_text("utf-8")


# Pages -----------------------------------------------------------------------------------------


def test_every_page_is_sound():
    assert build_docs.check(REPOSITORY) == []


def test_control_each_fault_of_a_page_is_found(tmp_path):
    write(tmp_path, "docs/other.md", "# Other\n")
    write(
        tmp_path,
        "docs/page.md",
        "# Page\n\n## Twice\n\n## Twice\n\n"
        "[gone](gone.md) [part](other.md#part) ![](x.png)\n\n```\n",
    )
    write(tmp_path, "docs/bare.md", "no heading\n")
    assert build_docs.check(tmp_path) == [
        "docs/bare.md: does not begin with a heading",
        "docs/page.md: heading twice: Twice",
        "docs/page.md: a code fence is not closed",
        "docs/page.md: leads nowhere: gone.md",
        "docs/page.md: no such heading: other.md#part",
        "docs/page.md: leads nowhere: x.png",
    ]


def test_it_builds_with_links_to_html(tmp_path):
    write(tmp_path, "README.md", "# Top\n\n[in](docs/a.md#part-one)\n")
    write(tmp_path, "docs/a.md", "# A\n\n## Part one\n\n[out](https://www.digital.go.jp/x.md)\n")
    assert build_docs.build(tmp_path) == 2
    assert 'href="docs/a.html#part-one"' in (tmp_path / "docs/_build/README.html").read_text()
    built = (tmp_path / "docs/_build/docs/a.html").read_text()
    assert '<h2 id="part-one">Part one</h2>' in built
    assert 'href="https://www.digital.go.jp/x.md"' in built


def test_every_page_can_be_reached_from_the_index():
    reached, waiting = set(), [DOCS / "index.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md" or not page.is_file():
            continue
        reached.add(page)
        links = build_docs.links(page.read_text("utf-8"))
        waiting += [(page.parent / link.partition("#")[0]).resolve() for link in links]
    assert sorted(str(page) for page in set(DOCS.rglob("*.md")) - reached if page.is_file()) == []


# The seed --------------------------------------------------------------------------------------


def squeezed(text):
    return re.sub(r"[\s　]", "", text)


def url_names(patterns, namespace=""):
    for entry in patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from url_names(entry.url_patterns, inner)
        elif isinstance(entry, URLPattern) and entry.name:
            yield f"{namespace}{entry.name}"


def untrue(row, *, excerpt, screens, apps):
    """What a row names and is not there."""
    found = [f"not in the seed: {quote}" for quote in row.quotes if squeezed(quote) not in excerpt]
    found += [f"no app: {app}" for app in row.apps if f"ikue.{app}" not in apps]
    found += [f"no screen: {name}" for name in row.screens if name not in screens]
    found += [f"no test: {name}" for name in row.tests if not (REPOSITORY / name).exists()]
    if row.state not in seed_table.STATES:
        found.append(f"no such state: {row.state}")
    if row.state == "動く" and not (row.apps and row.screens and row.tests):
        found.append("works, but names no app, no screen or no test")
    if row.state == "一部" and not (row.apps and row.now):
        found.append("works in part, but does not say which part")
    return [f"{row.seed}: {one}" for one in found]


def surroundings():
    return {
        "excerpt": squeezed((DOCS / "seed-excerpt.md").read_text("utf-8")),
        "screens": set(url_names(get_resolver().url_patterns)),
        "apps": set(our_apps()),
    }


def test_the_committed_table_is_the_generated_one():
    assert (DOCS / "seed.md").read_text("utf-8") == seed_table.page()


def test_every_row_names_what_is_there():
    around = surroundings()
    assert [one for row in seed_table.rows() for one in untrue(row, **around)] == []


def test_every_sentence_that_an_app_quotes_stands_in_the_seed():
    excerpt = surroundings()["excerpt"]
    wrong = [
        quote
        for app in our_apps()
        if "Seed 第" in docstring(app)
        for quote in re.findall(r"「([^」]+)」", squeezed(docstring(app)))
        if not all(part in excerpt for part in re.split(r"…", quote))
    ]
    assert wrong == []


def test_control_an_untrue_row_is_found():
    row = seed_table.Row(
        section="", seed="x", does="", quotes=("決して書かれない文",), apps=("people", "ghost"),
        screens=("desk:nowhere",), tests=("tests/none.py",), state="動く", now="",
    )  # fmt: skip
    assert untrue(row, **surroundings()) == [
        "x: not in the seed: 決して書かれない文",
        "x: no app: ghost",
        "x: no screen: desk:nowhere",
        "x: no test: tests/none.py",
    ]


def test_control_a_row_that_only_one_file_names_is_refused(tmp_path):
    shutil.copy(DOCS / "seed-map.md", tmp_path)
    rows = (DOCS / "seed.toml").read_text("utf-8")
    (tmp_path / "seed.toml").write_text(rows + '\n[[row]]\nseed = "invented"\nstate = "動く"\n')
    with pytest.raises(KeyError, match="invented"):
        seed_table.rows(tmp_path)
    assert tomllib.loads(rows)["row"]


def test_the_tool_itself_says_when_the_table_is_old():
    command = [sys.executable, str(REPOSITORY / "tools/seed_table.py"), "--check"]
    assert subprocess.run(command, check=False).returncode == 0
