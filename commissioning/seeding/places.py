"""Where a fixture says a fact is printed: "paras 1, 2.3; Appendix B (table)" is three places."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

PARAGRAPHS = re.compile(
    r"(?P<word>para|section)s?\s+(?P<numbers>[\d.]+(?:-[\d.]+)?(?:\s*,\s*[\d.]+(?:-[\d.]+)?)*)\s*(?P<gloss>.*)",
    re.IGNORECASE,
)
PART_OF_A_PARAGRAPH = re.compile(r"(?:tables?|action|response)\b.*")
BARE_NUMBER = re.compile(r"\d+\.\d")  # "4.5 table" is in paragraph 4.5
NUMBERED = re.compile(r"(?P<name>(?:Appendix|Table) \w+) \((?P<part>\d+|para [\d.]+)\)")
APPENDIX = re.compile(r"(?P<name>Appendix [A-Z])\s*(?P<rest>.*)")
MARK = re.compile(r"\b\d{3}\b")
BRACKETS = re.compile(r"\(([^)]*)\)")
PARTS_OF_AN_APPENDIX = {
    "diagram": "stage diagram",
    "stage diagram": "stage diagram",
    "table": "table",
    "table heading": "table heading",
    "key": "key",
}


@dataclass(frozen=True)
class Place:
    """One place in a document; `mark` is the number of the only extraction that has it; `gloss` words printed there."""

    locator: str
    mark: str = ""
    gloss: str = ""


def split_places(source: str) -> list[Place]:
    """Every place named in a joined source, each once, in the order given.

    "paras 1, 2.3" gives "para 1" and "para 2.3"; "para 4.4 table" stays one place. A phrase that names a part of the
    appendix before it ("amounts repeated in stage diagram") belongs to that appendix. Raises ValueError for a source
    that names no place.
    """
    places: dict[str, Place] = {}
    appendix = ""
    for phrase in _phrases(source):
        for place in _places_of(phrase, appendix):
            places.setdefault(place.locator, place)
            found = APPENDIX.match(place.locator)
            appendix = found["name"] if found else appendix
    if not places:
        raise ValueError("names no place")
    return list(places.values())


def _phrases(source: str) -> Iterator[str]:
    """The parts between semicolons, or before a table or an appendix, leaving those inside brackets alone."""
    for phrase in re.split(r"(?:;|,(?= (?:Table|Appendix) ))(?![^(]*\))", source):
        if phrase.strip():
            yield phrase.strip()


def _places_of(phrase: str, appendix: str) -> list[Place]:
    paragraphs = PARAGRAPHS.fullmatch(f"para {phrase}" if BARE_NUMBER.match(phrase) else phrase)
    if paragraphs:
        return _in_paragraphs(paragraphs)
    if NUMBERED.fullmatch(phrase) or MARK.fullmatch(phrase):
        return [Place(f"extraction {phrase}", phrase) if MARK.fullmatch(phrase) else Place(phrase)]
    if "repeated in" in phrase and appendix:
        repeated = _places_of(f"{appendix} {phrase.partition('repeated in')[2].strip()}", appendix)
        return [replace(place, gloss="") for place in repeated]
    named = APPENDIX.fullmatch(phrase)
    if named:
        return [_in_appendix(named["name"], named["rest"])]
    bare, mark, gloss = _read_brackets(phrase)
    return [Place(bare, mark, gloss)]


def _in_paragraphs(found: re.Match[str]) -> list[Place]:
    """Each paragraph named; a table, an action or a response in it belongs to the place, other words are a gloss."""
    bare, mark, gloss = _read_brackets(found["gloss"])
    numbers = _numbered(found["word"].lower(), found["numbers"])
    if not PART_OF_A_PARAGRAPH.match(bare):
        return [Place(number, mark, gloss or bare) for number in numbers]
    bare = bare.replace("tables", "table")
    action = f" ({gloss})" if gloss.startswith("action") else ""
    return [Place(f"{number} {bare}{action}", mark, "" if action else gloss) for number in numbers]


def _numbered(word: str, numbers: str) -> Iterator[str]:
    """ "4, 33-34, 15-29" gives para 4, para 33, para 34 and paras 15-29: a range of two is two places."""
    for number in re.split(r"\s*,\s*", numbers):
        first, _, last = number.partition("-")
        if first.isdigit() and last.isdigit() and int(last) - int(first) == 1:
            yield from (f"{word} {first}", f"{word} {last}")
        else:
            yield f"{word}s {number}" if last else f"{word} {number}"


def _in_appendix(name: str, rest: str) -> Place:
    bare, mark, inside = _read_brackets(rest)
    for words in (bare, inside):
        part = PARTS_OF_AN_APPENDIX.get(words.casefold())
        if part:
            return Place(f"{name} ({part})", mark)
    return Place(name, mark, "" if bare == "only" else inside or bare)


def _read_brackets(words: str) -> tuple[str, str, str]:
    """The words outside brackets, the one extraction that the brackets name, and what else they say.

    Two marks name no single extraction, unless the second stands in a remark of its own ("000; 001 omits 20/21").
    """
    inside = " ".join(BRACKETS.findall(words))
    bare = " ".join(BRACKETS.sub("", words).split())
    mark, said = "", []
    for piece in filter(None, (piece.strip() for piece in re.split(r"[;,]", inside))):
        marks = MARK.findall(piece)
        if not marks:
            said.append(piece)
        elif re.fullmatch(r"\d{3}(\s+only)?", piece):
            mark = mark or marks[0]
    return bare, mark, ", ".join(said)
