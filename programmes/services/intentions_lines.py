"""Writing a list anew so that its history stays readable: a line that stands is left alone, one reworded is changed."""

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

Values = Mapping[str, Any]


def rewrite_lines(present: Sequence[Any], wanted: Sequence[Values], new: Callable[..., Any]) -> bool:
    """Make the lines those wanted, in that order; True when anything was written.

    `present` are the records in their order, `wanted` the values of each line by field, `new` makes an unsaved record.
    A line with the same values keeps its record, wherever it moves to; a reworded one changes its record; only what is
    left over is deleted or added. Positions are rewritten only where the order asks for it.
    """
    fields = tuple(wanted[0]) if wanted else ()
    old = [tuple(getattr(row, name) for name in fields) for row in present]
    keys = [tuple(values[name] for name in fields) for values in wanted]
    kept, spare = _matched(old, keys)
    for index in spare:
        present[index].delete()
    rows = [present[kept[place]] if place in kept else new(**values) for place, values in enumerate(wanted)]
    written = bool(spare)
    last = -1
    for row, values in zip(rows, wanted, strict=True):
        changed = row.pk is None or any(getattr(row, name) != values[name] for name in fields)
        if row.pk is None or row.position <= last:
            row.position, changed = last + 1, True
        last = row.position
        if changed:
            for name in fields:
                setattr(row, name, values[name])
            row.full_clean()
            row.save()
            written = True
    return written


def _matched(
    old: Sequence[tuple[Any, ...]], keys: Sequence[tuple[Any, ...]]
) -> tuple[dict[int, int], list[int]]:
    """Which old line each wanted one is (by place), and the old lines left over."""
    kept: dict[int, int] = {}
    gone: list[int] = []
    fresh: list[int] = []
    reworded: list[tuple[range, range]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, keys, autojunk=False).get_opcodes():
        if tag == "equal":
            kept.update(zip(range(j1, j2), range(i1, i2), strict=True))
            continue
        gone.extend(range(i1, i2))
        fresh.extend(range(j1, j2))
        if tag == "replace":
            reworded.append((range(i1, i2), range(j1, j2)))
    for place in fresh:  # moved: the same words elsewhere
        same = next((index for index in gone if old[index] == keys[place]), None)
        if same is not None:
            kept[place] = same
            gone.remove(same)
    for left, right in reworded:
        free = [place for place in right if place not in kept]
        for index, place in zip([index for index in left if index in gone], free, strict=False):
            kept[place] = index
            gone.remove(index)
    return kept, gone
