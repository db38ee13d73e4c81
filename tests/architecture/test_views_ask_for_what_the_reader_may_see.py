"""Views reach rows through `visible_to`, `record_or_404`, or something found through one of those: never bare."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import APPS, name_of, python, tree

# What an address or a reader supplies: a row looked up by it alone is looked up for anybody.
FROM_OUTSIDE = {"request", "key", "ref", "reference", "pk", "number", "slug", "name"}
MANAGERS = {"objects", "_default_manager", "_base_manager"}


def views():
    return [path for path in python(*APPS) if "views" in path.parts]


def chains(function: ast.AST) -> Iterator[tuple[ast.Attribute, list[ast.AST]]]:
    """Each use of a manager with the nodes round it, innermost first."""
    parents = {child: node for node in ast.walk(function) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            round_it, current = [], node
            while current in parents:
                current = parents[current]
                round_it.append(current)
            yield node, round_it


def root_name(value: ast.AST) -> str:
    while isinstance(value, ast.Attribute | ast.Subscript | ast.Call):
        value = value.func if isinstance(value, ast.Call) else value.value
    return value.id if isinstance(value, ast.Name) else ""


def is_scoped(function: ast.AST, round_it: list[ast.AST]) -> bool:
    passed_on = {
        root_name(argument)
        for call in ast.walk(function)
        if isinstance(call, ast.Call) and root_name(call.func) == "record_or_404"
        for argument in call.args
    }
    for node in round_it:
        if isinstance(node, ast.Attribute) and node.attr == "visible_to":
            return True
        if isinstance(node, ast.Call) and root_name(node.func) == "record_or_404":
            return True
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            roots = {root_name(word.value) for word in node.keywords} - {""}
            if roots - FROM_OUTSIDE:
                return True
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            return any(root_name(target) in passed_on for target in targets)
    return False


def bare_uses(module: ast.Module) -> list[int]:
    found = []
    for function in ast.walk(module):
        if isinstance(function, ast.FunctionDef):
            found += [use.lineno for use, round_it in chains(function) if not is_scoped(function, round_it)]
    return found


@pytest.mark.parametrize("path", views(), ids=name_of)
def test_no_view_looks_rows_up_for_anybody(path):
    assert bare_uses(tree(path)) == []


def test_the_check_bites():
    module = ast.parse(
        "def bad(request, pk):\n    return Service.objects.get(pk=pk)\n"
        "def bad_too(request, ref):\n    rows = Service.objects.filter(reference=ref)\n    return rows\n"
        "def good(request, pk):\n    return record_or_404(request, Service.objects.all(), pk=pk)\n"
        "def good_too(request, programme):\n    return Phase.objects.filter(programme=programme)\n"
        "def good_three(request, pk):\n    rows = Service.objects.all()\n"
        "    return record_or_404(request, rows, pk=pk)\n"
        "def good_four(request):\n    return Service.objects.visible_to(request.grants)\n"
    )
    assert bare_uses(module) == [2, 4]
