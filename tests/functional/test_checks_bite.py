"""The checks every journey relies on notice what they are there for."""

import pytest

from tests.functional import sweeping


def open_sign_in(visit):
    visitor = visit()
    visitor.open("/accounts/login/")
    return visitor


def taken(visitor):
    """The complaints so far, taken off so that the fixture does not fail on what was provoked."""
    visitor.page.wait_for_timeout(200)
    complaints = list(visitor.complaints)
    visitor.complaints.clear()
    return complaints


@pytest.mark.parametrize(
    "markup",
    [
        "<p style='color:red'>styled in place</p>",
        "<img src='https://elsewhere.example/picture.png' alt=''>",
        "<iframe src='/'></iframe>",
    ],
)
def test_blocked_content_is_noticed(visit, markup):
    visitor = open_sign_in(visit)
    assert taken(visitor) == []
    visitor.page.evaluate("markup => document.body.insertAdjacentHTML('beforeend', markup)", markup)
    assert any("content policy" in complaint for complaint in taken(visitor))


def test_a_script_in_the_page_does_not_run(visit):
    visitor = open_sign_in(visit)
    visitor.page.evaluate(
        """() => { const script = document.createElement("script");
                   script.textContent = "window.ran = true"; document.body.append(script) }"""
    )
    assert any("script-src" in complaint for complaint in taken(visitor))
    assert visitor.page.evaluate("window.ran === undefined")


def test_axe_and_overflow_are_noticed(visit):
    visitor = open_sign_in(visit)
    assert visitor.axe_violations() == []
    assert visitor.overflow() == 0
    visitor.page.evaluate(
        """() => { document.querySelector("main").insertAdjacentHTML("beforeend",
                   "<input id='nameless'><svg width='3000' height='9'></svg>") }"""
    )
    assert any("#nameless" in found for found in visitor.axe_violations())
    assert visitor.overflow() > 0


def test_a_kind_of_element_not_seen_before_is_put_to_axe_wide_and_narrow(monkeypatch):
    monkeypatch.setattr(sweeping, "KINDS_SEEN", set())
    sweep = sweeping.Sweep()
    row = '<p class="a" id="{0}">{0}</p><a href="/{0}/">{0}</a>'
    assert sweep._axe_widths(row.format("one")) == sweeping.AXE_WIDTHS
    turns = [sweep._axe_widths(row.format(other)) for other in ("two", "three")]
    assert sorted(turns, reverse=True) == [(width,) for width in sweeping.AXE_WIDTHS]
    for new in ('<p class="b" id="one">', '<p class="a">', '<a href="/one/" role="button">'):
        assert sweep._axe_widths(row.format("one") + new) == sweeping.AXE_WIDTHS, new
