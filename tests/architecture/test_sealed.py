"""Pages learn what their reader may see of sealed fields in one way: for today, whatever day they are asked about."""

import ast

import pytest

from tests.architecture.source import APPS, name_of, python, tree

ONE_WAY = "procurement/views/sight.py"


def makes_a_sight(module: ast.Module) -> bool:
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == "for_person"
        and isinstance(node.value, ast.Name)
        and node.value.id == "Sight"
        for node in ast.walk(module)
    )


@pytest.mark.parametrize("path", [p for p in python(*APPS) if "views" in p.parts], ids=name_of)
def test_views_take_their_sight_from_the_request(path):
    assert makes_a_sight(tree(path)) is str(path).endswith(ONE_WAY)


def test_the_check_bites():
    assert makes_a_sight(ast.parse("sight = Sight.for_person(user, grants, programme, as_at(request))"))
    assert not makes_a_sight(ast.parse("sight = sight_of(request, programme)"))
