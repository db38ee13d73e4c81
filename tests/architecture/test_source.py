"""Promises about the source itself: no clock in rules, no hidden scripts, words where a reader needs them."""

import ast
import re

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.source import APPS, name_of, python, tracked, tree

LONGEST = 350
CLOCKS = {
    ("date", "today"),
    ("datetime", "now"),
    ("datetime", "today"),
    ("timezone", "now"),
    ("time", "time"),
}
READING = ("selectors", "rules", "services")


def inner(*kinds):
    """Modules of the inner floors: `selectors/…`, `services/…`, `rules.py`, `rules_….py` and `rules/…`."""
    return [
        path
        for path in python(*APPS)
        if any(
            kind in path.parts[:-1] or (kind == "rules" and re.fullmatch(r"rules(_\w+)?", path.stem))
            for kind in kinds
        )
    ]


@pytest.mark.parametrize("path", inner(*READING), ids=name_of)
def test_the_day_is_an_argument_and_the_clock_is_never_read(path):
    read = [
        node.lineno
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (
            (node.func.value.id, node.func.attr) in CLOCKS
            or (node.func.attr == "localdate" and not node.args)
        )
    ]
    assert read == []


def public_functions(path):
    return [
        node
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]


@pytest.mark.parametrize("path", inner(*READING), ids=name_of)
def test_whatever_others_call_says_what_it_does(path):
    """A one-line function whose name says it all is left alone: no docstring restates a name."""
    silent = [
        function.name
        for function in public_functions(path)
        if not ast.get_docstring(function) and function.end_lineno - function.lineno > 5
    ]
    assert silent == []


@pytest.mark.parametrize("path", inner("services"), ids=name_of)
def test_whoever_writes_is_named_and_says_why_by_keyword(path):
    """`by` and `reason` are never positional, so that they cannot be mixed up or left out unseen."""
    for function in public_functions(path):
        positional = {argument.arg for argument in (*function.args.posonlyargs, *function.args.args)}
        assert "by" not in positional, function.name
        if "by" in {argument.arg for argument in function.args.kwonlyargs}:
            assert "reason" not in positional, function.name


@pytest.mark.parametrize("path", python(*APPS), ids=name_of)
def test_no_file_has_grown_too_long_to_follow(path):
    assert len(path.read_text().splitlines()) <= LONGEST


def test_every_model_has_words_for_its_rows():
    own = [model for model in apps.get_models() if model._meta.app_label in {"core", "seeding", *APPS}]
    silent = [
        model.__name__
        for model in own
        if model.__str__ is models.Model.__str__ and not hasattr(model, "pgh_tracked_model")
    ]
    assert len(own) > 60
    assert silent == []


# --- templates --------------------------------------------------------------------------------------------------------

FORBIDDEN = {
    "a style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "a javascript address": re.compile(r"javascript:", re.IGNORECASE),
    "text that is not escaped": re.compile(r"\|\s*safe\b|\{%\s*autoescape\s+off"),
}


@pytest.mark.parametrize(
    "path", [p for p in tracked() if p.suffix in {".html", ".svg"} and "templates" in p.parts], ids=name_of
)
def test_templates_hold_nothing_that_the_content_policy_or_a_reader_would_trip_over(path):
    text = re.sub(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(), flags=re.DOTALL)
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(text)] == []


# --- what must not be there -------------------------------------------------------------------------------------------


def uses(module, *names):
    """Lines that name any of these attributes or imports."""
    return [
        node.lineno
        for node in ast.walk(module)
        if (isinstance(node, ast.Attribute) and ast.unparse(node) in names)
        or (
            isinstance(node, ast.ImportFrom)
            and {f"{node.module}.{alias.name}" for alias in node.names} & set(names)
        )
    ]


@pytest.mark.parametrize("path", python(*APPS, "tools"), ids=name_of)
def test_nothing_silences_history_or_skips_the_form_mark(path):
    silencers = (
        "pgtrigger.ignore",
        "pghistory.runtime.ignore",
        "django.views.decorators.csrf.csrf_exempt",
        "pgtrigger.constraints",
    )
    assert uses(tree(path), *silencers) == []


# Markup is put together in the kernel only, where every part is escaped and a test puts markup into each.
MARKUP = {
    "django.utils.safestring.mark_safe",
    "django.utils.safestring.SafeString",
    "django.utils.html.mark_safe",
}


@pytest.mark.parametrize("path", [p for p in python(*APPS) if "core" not in p.parts], ids=name_of)
def test_only_the_kernel_declares_markup_safe(path):
    assert uses(tree(path), *MARKUP) == []


MACHINE = re.compile(
    "/" + "work/|/tmp/" + "shape|" + "pypi" + r"\.org|files\.python" + "hosted", re.IGNORECASE
)


@pytest.mark.parametrize(
    "suffix", [".py", ".md", ".html", ".toml", ".txt", ".json", ".js", ".css", ".scss", ""]
)
def test_nothing_names_the_machine_it_was_written_on(suffix):
    named = [
        name_of(path)
        for path in tracked()
        if path.suffix == suffix
        and "vendor" not in path.parts
        and MACHINE.search(path.read_text(errors="replace"))
    ]
    assert named == []
