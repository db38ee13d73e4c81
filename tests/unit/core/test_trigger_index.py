"""The quicker registry of triggers knows and refuses what pgtrigger's own does."""

import pgtrigger
import pytest
from pgtrigger import registry

from commissioning.core.models import User
from commissioning.core.trigger_index import IndexedRegistry


@pytest.fixture
def own(monkeypatch):
    """A registry apart from the product's; what it adds to the model is taken back."""
    before = list(User._meta.triggers), dict(User._meta.original_attrs)
    found = IndexedRegistry()
    monkeypatch.setattr(registry, "_registry", found)
    yield found
    User._meta.triggers, User._meta.original_attrs = before


def protect(name):
    return pgtrigger.Protect(name=name, operation=pgtrigger.Delete)


def test_the_products_triggers_are_in_it_and_its_names_are_those_pgtrigger_works_out():
    product = registry._registry
    assert isinstance(product, IndexedRegistry)
    assert len(product) > 500
    assert product.by_db_table == registry._Registry.by_db_table.fget(product)
    assert product.pg_function_names == registry._Registry.pg_function_names.fget(product)


def test_a_name_that_is_taken_is_refused_until_it_is_free_again(own):
    registry.set("core.User:one", model=User, trigger=(first := protect("one")))
    registry.set("core.User:one", model=User, trigger=first)
    with pytest.raises(KeyError, match="already used"):
        registry.set(
            "core.User:one", model=User, trigger=pgtrigger.Protect(name="one", operation=pgtrigger.Insert)
        )
    registry.delete("core.User:one")
    assert not own.by_db_table
    assert not own.pg_function_names
    registry.set(
        "core.User:one", model=User, trigger=pgtrigger.Protect(name="one", operation=pgtrigger.Insert)
    )
    assert registry.registered("core.User:one")[0][0] is User


def test_a_function_name_that_is_taken_is_refused(own):
    registry.set("core.User:one", model=User, trigger=protect("one"))
    other = protect("two")
    other.get_pgid = protect("one").get_pgid
    with pytest.raises(KeyError, match="already in use"):
        registry.set("core.User:two", model=User, trigger=other)
