"""What every template and every file a browser loads keeps to, in all apps."""

import ast
import re
from importlib.resources import files
from pathlib import Path

from tests.house.tree import SOURCE, dotted, parsed, template_files, write

INLINE = re.compile(
    r"<style\b|<script(?![^>]*\ssrc=)|\sstyle\s*=\s*[\"']|\s(?:hx-)?on[a-z:-]*\s*=\s*[\"']"
    r"|javascript:|[\"']js:",
    re.IGNORECASE,
)
OUTSIDE = re.compile(r"(?:https?:|[\"'(=]\s*)//[a-z0-9.-]+\.[a-z]", re.IGNORECASE)
NAMESPACES = re.compile(r"http://www\.w3\.org/[^\s\"']*")
"""Names of XML vocabularies, fetched by nobody."""
MENTION = re.compile(r"[\"']([\w./-]+/[\w./-]+\.(?:html|txt|xml|svg))(?:#[\w-]+)?[\"']")
INCLUDE = re.compile(r"{%\s*include\s+[\"']([^\"']+)[\"']")
EXTENDS = "{% extends"
PAGE_CALLS = {"render", "TemplateResponse"}
LIBRARY = "allauth"
"""Asks for templates by names of its own; ours lie in their place."""


def name_of(path: Path) -> str:
    """As Django loads it: what follows the last `templates/`."""
    return path.as_posix().rpartition("/templates/")[2]


def is_fragment(name: str) -> bool:
    return Path(name).name.startswith("_")


def inline_code(folder: Path) -> list[str]:
    return [
        f"{name_of(path)}: {found.strip()}"
        for path in template_files(folder)
        for found in INLINE.findall(path.read_text("utf-8"))
    ]


def outside_addresses(folder: Path) -> list[str]:
    """In templates, style sheets, scripts and drawings; vendored files are checked by checksum."""
    loaded = [
        path
        for path in folder.rglob("static/**/*")
        if path.suffix in {".css", ".js", ".svg"} and "vendor" not in path.parts
    ]
    return [
        f"{path.name}: {found}"
        for path in [*template_files(folder), *sorted(loaded)]
        for found in OUTSIDE.findall(NAMESPACES.sub("", path.read_text("utf-8")))
    ]


def silent_components(folder: Path) -> list[str]:
    return [
        name_of(path)
        for path in template_files(folder)
        if is_fragment(path.name) and not path.read_text("utf-8").startswith("{% comment %}")
    ]


def mentioned(folder: Path) -> set[str]:
    """Every template that a template or a line of Python names."""
    sources = [*template_files(folder), *sorted(folder.rglob("*.py"))]
    return {name for path in sources for name in MENTION.findall(path.read_text("utf-8"))}


def composed(folder: Path) -> set[str]:
    """Names put together as `f"desk/{name}.html"`, the middle standing in the code as a text."""
    trees = [tree for _, tree in parsed(folder)]
    words = {str(n.value) for t in trees for n in ast.walk(t) if isinstance(n, ast.Constant)}
    frames = {
        (str(node.values[0].value), str(node.values[-1].value))
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and len(node.values) == 3
        if isinstance(node.values[0], ast.Constant) and isinstance(node.values[-1], ast.Constant)
    }
    return {before + word + after for before, after in frames if after == ".html" for word in words}


def asked_for_by_libraries(name: str) -> bool:
    return files(LIBRARY).joinpath("templates", name).is_file()


def unused(folder: Path) -> list[str]:
    used = mentioned(folder) | composed(folder)
    names = map(name_of, template_files(folder))
    return [name for name in names if name not in used and not asked_for_by_libraries(name)]


def pages_in_pages(folder: Path) -> list[str]:
    """A file without a leading underscore is a page; nothing includes it."""
    return [
        f"{name_of(path)} includes {found}"
        for path in template_files(folder)
        for found in INCLUDE.findall(path.read_text("utf-8"))
        if not is_fragment(found.partition("#")[0])
    ]


def answered_with(folder: Path) -> dict[str, str]:
    """Fragment → the line of the view that answers with it."""
    return {
        word.value: f"{name}:{call.lineno}"
        for name, tree in parsed(folder)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and dotted(call.func).rpartition(".")[2] in PAGE_CALLS
        for word in call.args
        if isinstance(word, ast.Constant)
        and str(word.value).endswith(".html")
        and is_fragment(str(word.value))
    }


def fragments_as_pages(folder: Path) -> list[str]:
    """A fragment extends nothing; one that a view sends alone also stands in a page, so that the
    page is whole without JavaScript."""
    templates = {name_of(path): path.read_text("utf-8") for path in template_files(folder)}
    included = {found for text in templates.values() for found in INCLUDE.findall(text)}
    alone = [f"{at} {name}" for name, at in answered_with(folder).items() if name not in included]
    dressed = [name for name, text in templates.items() if is_fragment(name) and EXTENDS in text]
    return sorted(alone + dressed)


def test_no_inline_script_or_style():
    assert inline_code(SOURCE) == []


def test_nothing_is_loaded_from_outside():
    assert outside_addresses(SOURCE) == []


def test_every_component_opens_by_naming_its_variables():
    assert silent_components(SOURCE) == []


def test_no_template_lies_unused():
    assert unused(SOURCE) == []


def test_a_leading_underscore_means_fragment():
    assert pages_in_pages(SOURCE) == []
    assert fragments_as_pages(SOURCE) == []


def test_control_each_fault_is_found(tmp_path):
    write(
        tmp_path,
        "app/templates/app/page.html",
        '<p style="color:red" onclick="x()">{% include "app/other.html" %}'
        '<script>x()</script><img src="//cdn.example.org/x.png"><style></style>',
    )
    write(tmp_path, "app/templates/app/other.html", '<svg xmlns="http://www.w3.org/2000/svg">')
    write(tmp_path, "app/templates/app/_part.html", "<p>no word about its variables</p>")
    write(tmp_path, "app/static/app/x.css", "@import 'https://fonts.example.org/a.css';")
    write(
        tmp_path, "app/views.py", 'def page(request):\n    return render(request, "app/_part.html")'
    )
    assert inline_code(tmp_path) == [
        'app/page.html: style="',
        'app/page.html: onclick="',
        "app/page.html: <script",
        "app/page.html: <style",
    ]
    assert outside_addresses(tmp_path) == [
        'page.html: "//cdn.example.o',
        "x.css: https://fonts.example.o",
    ]
    assert silent_components(tmp_path) == ["app/_part.html"]
    assert unused(tmp_path) == ["app/page.html"]
    write(tmp_path, "app/pages.py", 'def show(name):\n    return f"app/{name}.html"\nshow("page")')
    assert unused(tmp_path) == []
    assert pages_in_pages(tmp_path) == ["app/page.html includes app/other.html"]
    assert fragments_as_pages(tmp_path) == ["app/views.py:2 app/_part.html"]


def test_control_a_clean_page_passes(tmp_path):
    write(
        tmp_path,
        "app/templates/app/page.html",
        '<p data-style="a" class="on">one = two</p><script src="/static/x.js"></script>',
    )
    assert inline_code(tmp_path) == []
    assert outside_addresses(tmp_path) == []
