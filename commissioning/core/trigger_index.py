"""Registering triggers in a time that grows with their number, not with its square.

For every trigger, pgtrigger works out the names of all registered before it, to refuse one that is taken. With two
thousand registrations that is three quarters of the time every process of the product takes to start. Here the names
are kept as triggers come and go; what is refused stays the same.
"""

from typing import Any

from pgtrigger import registry


class IndexedRegistry(registry._Registry):
    """pgtrigger's registry with both questions it asks itself answered from what is kept."""

    by_db_table: dict[tuple[str, str], Any] = {}  # instances have their own; the class's hides the property
    pg_function_names: set[str] = set()

    def __init__(self, registered: Any = ()) -> None:
        self.by_db_table = {}
        self.pg_function_names = set()
        super().__init__(registered)

    def __setitem__(self, key: str, value: tuple[Any, Any]) -> None:
        super().__setitem__(key, value)  # type: ignore[no-untyped-call]
        model, trigger = value
        self.by_db_table[model._meta.db_table, trigger.name] = trigger
        self.pg_function_names.add(trigger.get_pgid(model))

    def __delitem__(self, key: str) -> None:
        model, trigger = self[key]
        super().__delitem__(key)  # type: ignore[no-untyped-call]
        del self.by_db_table[model._meta.db_table, trigger.name]
        self.pg_function_names.discard(trigger.get_pgid(model))


def install() -> None:
    """Put the indexed registry in the place of pgtrigger's own, with whatever is registered already."""
    if not isinstance(registry._registry, IndexedRegistry):
        registry._registry = IndexedRegistry(registry._registry.data)
