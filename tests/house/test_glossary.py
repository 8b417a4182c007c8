"""docs/glossary.md knows every Japanese name of a model and a field, and no other."""

import re
from collections import defaultdict

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.house.tree import REPOSITORY

GLOSSARY = REPOSITORY / "docs/glossary.md"
CODE_TABLE = "## Terms on models and fields"
JAPANESE = re.compile(r"[ぁ-ゖァ-ヺ一-龥]")
READING = re.compile(r"[ぁ-ゖァ-ヺー・（）]+")
ROW = re.compile(r"^\| (.+?) \| (.+?) \| (.+?) \| (.+?) \|$", flags=re.MULTILINE)


def ours():
    return [model for model in apps.get_models() if model.__module__.startswith("ikue.")]


def terms_of_the_code(found=None):
    """Japanese term → identifiers: the model's name, the field's name."""
    terms = defaultdict(set)
    for model in ours() if found is None else found:
        terms[str(model._meta.verbose_name)].add(model.__name__)
        for field in model._meta.get_fields():
            if isinstance(field, models.Field) and JAPANESE.search(str(field.verbose_name)):
                terms[str(field.verbose_name)].add(field.name)
    return terms


def rows(text):
    found = [row for row in ROW.findall(text) if row[0] != "term" and set(row[0]) != {"-"}]
    return {term: (reading, identifiers, meaning) for term, reading, identifiers, meaning in found}


def identifiers(text):
    """Term → identifiers of the table that follows the code."""
    table = rows(text.partition(CODE_TABLE)[2])
    return {term: set(re.findall(r"`(\w+)`", row[1])) for term, row in table.items()}


def differences(terms, table):
    """What the glossary lacks, and what the code no longer says."""
    lacking = [
        f"lacks {term}: {name}"
        for term in sorted(terms)
        for name in sorted(terms[term] - table.get(term, set()))
    ]
    gone = [
        f"no longer {term}: {name}"
        for term in sorted(table)
        for name in sorted(table[term] - terms.get(term, set()))
    ]
    return lacking + gone


def test_the_glossary_and_the_code_agree():
    assert differences(terms_of_the_code(), identifiers(GLOSSARY.read_text("utf-8"))) == []


def test_no_term_stands_twice():
    terms = [row[0] for row in ROW.findall(GLOSSARY.read_text("utf-8")) if row[0] != "term"]
    assert sorted({term for term in terms if terms.count(term) > 1} - {"---"}) == []


def test_every_reading_can_be_read_aloud():
    wrong = [
        term
        for term, (reading, _, _) in rows(GLOSSARY.read_text("utf-8")).items()
        if not READING.fullmatch(reading)
    ]
    assert wrong == []


def test_every_model_has_a_japanese_name():
    names = {model.__name__: str(model._meta.verbose_name) for model in ours()}
    assert {name: words for name, words in names.items() if not JAPANESE.search(words)} == {}


@isolate_apps("ikue.tally")
def test_control_a_new_word_and_an_old_one_are_found():
    class Diary(models.Model):
        mood = models.CharField("気分")

        class Meta:
            app_label = "tally"
            verbose_name = "日記"

    diary, weather = "| 日記 | にっき | `Diary` | a diary |", "| 天気 | てんき | `weather` | – |"
    text = f"{CODE_TABLE}\n\n{diary}\n{weather}\n"
    assert differences(terms_of_the_code([Diary]), identifiers(text)) == [
        "lacks 気分: mood",
        "no longer 天気: weather",
    ]
    assert rows(text)["日記"] == ("にっき", "`Diary`", "a diary")
