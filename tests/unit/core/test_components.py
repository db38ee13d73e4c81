"""The components as pages get them: words beside colour, links to rows, nothing lost between two editors."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string

from commissioning.core.components import (
    AsAt,
    Citation,
    Conflict,
    ConflictField,
    Download,
    Empty,
    Figure,
    HistoryEntry,
    Link,
    Panel,
    SummaryRow,
    Tag,
    Tile,
    Tone,
)
from commissioning.core.money import parse_money
from commissioning.core.shapes import shape_of
from commissioning.core.tables import Cell, Column, Row, Table, tag_html
from commissioning.core.values_html import money_cell
from tests.unit.core.page_reader import Reader

ROOT = Path(settings.BASE_DIR) / "templates"
TEMPLATES = [
    str(path.relative_to(ROOT)) for kind in ("html", "svg") for path in sorted(ROOT.rglob(f"*.{kind}"))
]
MOMENT = datetime(2019, 2, 1, 10, 30, tzinfo=UTC)


def drawn(tag: str, **context) -> Reader:
    return Reader(Template("{% load app_components %}{% " + tag + " %}").render(Context(context)))


class TestTones:
    @pytest.mark.parametrize("tone", Tone)
    def test_each_tone_has_a_shape_of_its_own(self, tone):
        others = {shape_of(other) for other in Tone if other is not tone}
        assert shape_of(tone) not in others
        assert shape_of(tone) in tag_html(Tag("x", tone))

    @pytest.mark.parametrize(
        ("tone", "words"),
        [(Tone.WARN, "To check"), (Tone.ALERT, "Needs action"), (Tone.UNKNOWN, "Not known")],
    )
    def test_what_wants_looking_at_says_so_in_words(self, tone, words):
        assert words in drawn("app_tile tile", tile=Tile("Lines", "14", tone=tone)).words
        assert words in drawn("app_panel panel", panel=Panel("Lines", tone=tone)).words

    def test_better_words_replace_the_usual_ones(self):
        words = drawn("app_tile tile", tile=Tile("Lines", "14", tone=Tone.WARN, status="3 lines TBC")).words
        assert "3 lines TBC" in words
        assert "To check" not in words

    def test_a_figure_that_asks_for_nothing_says_nothing(self):
        assert drawn("app_tile tile", tile=Tile("Services", "16")).all("svg") == []


class TestParts:
    def test_a_tile_leads_to_its_rows_and_its_link_makes_sense_alone(self):
        reader = drawn("app_tile tile", tile=Tile("Services in scope", "16", href="/services?tbc=1"))
        assert reader.all("a")[0]["href"] == "/services?tbc=1"
        assert "See the rows: Services in scope" in reader.words

    def test_a_panel_says_who_and_by_when(self):
        panel = Panel(
            "Gap", "No cover.", Tone.ALERT,
            owner="HCC Public Health", due="By 30 September 2019.", items=("One",),
            link=Link("Open", "/x"), source=Citation("Board report", "para 3.11"),
        )  # fmt: skip
        words = " ".join(drawn("app_panel panel", panel=panel).words.split())
        assert "Owner: HCC Public Health. By 30 September 2019." in words
        assert "Source: Board report, para 3.11" in words

    def test_a_figure_has_both_drawings_and_its_data(self):
        table = Table("Lines", (Column("Line"),), (Row((Cell("CAMHS"),)),))
        reader = drawn(
            "app_figure figure", figure=Figure("Finding", "WIDE", "NARROW", table=table, illustrative=True)
        )
        for word in ("Finding", "WIDE", "NARROW", "Lines as a table", "CAMHS", "Illustrative"):
            assert word in reader.words

    def test_a_figure_may_be_a_list_on_phones(self):
        assert (
            "First" in drawn("app_figure figure", figure=Figure("F", "WIDE", narrow_items=("First",))).words
        )

    def test_an_unknown_value_in_a_summary_is_a_chip(self):
        reader = drawn(
            "app_summary_list rows",
            rows=[SummaryRow("Value", money_cell(parse_money("TBC")), (Link("Change", "/x", "value"),))],
        )
        assert {"class": "app-unknown"} in reader.all("span")
        assert "Change value" in reader.words

    def test_history_is_sentences_with_who_when_and_why(self):
        entry = HistoryEntry(
            "Moved from phase 2 to phase 3.",
            MOMENT,
            "Programme manager",
            "The board asked.",
            ("Phase: 2, now 3",),
            Citation("Minutes"),
        )
        words = drawn("app_history entries", entries=[entry]).words
        for part in (
            "Moved from phase 2 to phase 3.",
            "Programme manager, 1 February 2019, 10:30",
            "The board asked.",
            "Minutes",
        ):
            assert part in words
        assert (
            "00:00"
            not in drawn(
                "app_history entries", entries=[HistoryEntry("Added.", date(2018, 9, 1), "Board")]
            ).words
        )
        assert "No changes recorded." in drawn("app_history entries", entries=[]).words

    def test_an_empty_state_says_what_to_do_next(self):
        reader = drawn(
            "app_empty empty", empty=Empty("No decisions.", "Enter the minutes.", Link("Enter", "/m"))
        )
        assert reader.all("a")[0]["href"] == "/m"

    def test_downloads_are_plain_links_that_scripts_may_watch(self):
        reader = drawn(
            "app_download downloads", downloads=[Download("Workbook (.xlsx)", "/w.xlsx", "6 sheets")]
        )
        assert reader.all("a") == [{"href": "/w.xlsx", "data-download": None}]

    def test_the_as_at_form_keeps_the_rest_of_the_address(self):
        as_at = AsAt(date(2019, 2, 28), date(2026, 11, 21), hidden=(("phase", "2"),), clear_url="/p")
        reader = drawn("app_as_at as_at", as_at=as_at)
        assert {"type": "hidden", "name": "phase", "value": "2"} in reader.all("input")
        assert "28 February 2019" in reader.words
        assert reader.all("a") == [{"href": "/p"}]

    def test_today_offers_no_way_back_to_today(self):
        day = date(2019, 2, 28)
        assert drawn("app_as_at as_at", as_at=AsAt(day, day, clear_url="/p")).all("a") == []

    def test_a_bad_day_is_said_at_its_field(self):
        day = date(2019, 2, 28)
        reader = drawn("app_as_at as_at", as_at=AsAt(day, day, error="Enter a date"))
        assert [i.get("aria-describedby") for i in reader.all("input")] == ["app-as-at-error"]

    def test_money_verdicts_tags_and_sources_stand_in_a_sentence(self):
        html = Template(
            "{% load app_components %}{% app_money money %}|{% app_status_tag tag %}|{% app_link link %}|"
            "{% app_source none %}|{% app_shape tone %}"
        ).render(
            Context(
                {
                    "money": parse_money("TBC"),
                    "tag": Tag("In scope"),
                    "link": Link("A", "/a"),
                    "none": None,
                    "tone": Tone.GOOD,
                }
            )
        )
        assert "app-unknown" in html
        assert "In scope" in html


class TestConflict:
    conflict = Conflict(
        "CAMHS", "Finance lead", MOMENT,
        (ConflictField("phase", "Phase", "Phase 2", "Phase 3", "Phase 1"), ConflictField("name", "Name", "CAMHS", "")),
        (("version", "3"), ("phase", "3")), "Budget moved", "/back",
    )  # fmt: skip

    def test_both_versions_stand_side_by_side_by_field(self):
        reader = drawn("app_conflict conflict", conflict=self.conflict)
        assert [legend["class"] for legend in reader.all("legend")] == [
            "nhsuk-fieldset__legend nhsuk-fieldset__legend--s"
        ] * 2
        for part in (
            "Phase 2",
            "Phase 3",
            "Before both changes: Phase 1",
            "Finance lead",
            "Budget moved",
            "(blank)",
        ):
            assert part in reader.words

    def test_a_choice_comes_back_for_each_field_and_nothing_is_lost(self):
        inputs = drawn("app_conflict conflict", conflict=self.conflict, csrf_token="t").all("input")
        radios = [(i["name"], i["value"], "checked" in i) for i in inputs if i["type"] == "radio"]
        assert radios == [
            ("keep_phase", "theirs", True), ("keep_phase", "yours", False),
            ("keep_name", "theirs", True), ("keep_name", "yours", False),
        ]  # fmt: skip
        hidden = {(i["name"], i["value"]) for i in inputs if i["type"] == "hidden"}
        assert hidden == {("csrfmiddlewaretoken", "t"), ("version", "3"), ("phase", "3")}


class TestTemplates:
    """Rules for every template of the product, whoever wrote it."""

    @pytest.mark.parametrize("path", TEMPLATES)
    def test_nothing_that_the_content_policy_refuses(self, path):
        reader = Reader((ROOT / path).read_text())
        assert reader.all("style") == []
        for tag, attrs in reader.seen:
            assert "style" not in attrs, tag
            assert not [name for name in attrs if name.startswith("on") and name != "on"], tag
            if tag == "script":
                assert "src" in attrs
            if tag in {"script", "img", "link", "iframe"}:
                address = attrs.get("src") or attrs.get("href") or ""
                assert not address.startswith(("http:", "https:", "//")), address

    @pytest.mark.parametrize("status", [400, 403, 404, 405, 413, 429, 500, 503])
    def test_error_pages_need_nothing_but_themselves(self, status):
        reader = Reader(render_to_string(f"{status}.html", {"why": "Because.", "request_id": "ab12"}))
        assert len(reader.all("h1")) == 1
        assert "Because." in reader.words
        assert "ab12" in reader.words
        assert len(Reader(render_to_string(f"{status}.html", {})).all("h1")) == 1
