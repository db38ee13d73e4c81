"""Statements without parameters, such as those of a package's migrations, inside a history context.

pghistory tells the database who acts by putting a statement with parameters in front of each write. A per cent sign in
what follows, which stood for itself while there were no parameters, would then be taken for a placeholder.
"""

from typing import Any

from pghistory import runtime

_inner = runtime._inject_history_context


def inject(execute: Any, sql: str | bytes, params: Any, many: bool, context: Any) -> Any:
    """pghistory's own, with per cent signs doubled where it is about to add the first parameters."""
    cursor = context["cursor"]
    if params is None and runtime._can_inject_variable(cursor, sql):  # type: ignore[no-untyped-call]
        sql = sql.replace(b"%", b"%%") if isinstance(sql, bytes) else sql.replace("%", "%%")
    return _inner(execute, sql, params, many, context)


def install() -> None:
    """Put it in the place of pghistory's own."""
    runtime._inject_history_context = inject
