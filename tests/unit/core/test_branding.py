"""The deployment's colour: refused when unreadable, served as a stylesheet that may be kept for ever."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from commissioning.core.branding import Branding, checked_colour, contrast_ratio
from commissioning.core.context import branding
from commissioning.core.views import brand_css


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#000000", 21),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#1f3b57", "#1f3b57", 1),
    ],
)
def test_contrast_after_wcag(one, other, ratio):
    assert contrast_ratio(one, other) == pytest.approx(ratio, abs=0.01)


def test_a_readable_colour_is_accepted_in_either_case():
    assert checked_colour("#1F3B57") == "#1f3b57"
    assert checked_colour("#767676") == "#767676"


@pytest.mark.parametrize("colour", ["#777777", "#ffb81c", "#ffffff"])
def test_a_colour_that_white_text_cannot_stand_on_is_refused(colour):
    with pytest.raises(ImproperlyConfigured, match="Choose a darker colour"):
        checked_colour(colour)


@pytest.mark.parametrize("colour", ["1f3b57", "#1f3", "navy", "#1f3b57;}", "#1f3b57\n", "", "url(x)"])
def test_what_is_no_colour_never_reaches_a_stylesheet(colour):
    with pytest.raises(ImproperlyConfigured, match="six figures"):
        checked_colour(colour)


def test_the_stylesheet_is_one_rule_and_kept_for_ever(settings):
    settings.BRANDING = {"service_name": "S", "colour": "#234567"}
    response = brand_css(RequestFactory().get("/brand.css"))
    assert response.content == b":root{--app-brand:#234567}\n"
    assert response["Content-Type"].startswith("text/css")
    assert "immutable" in response["Cache-Control"]


def test_another_colour_is_another_address(settings):
    def address(colour: str) -> str:
        settings.BRANDING = {"service_name": "S", "colour": colour}
        return branding(RequestFactory().get("/"))["branding"].stylesheet_url

    assert address("#234567") != address("#1f3b57")


def test_partners_keep_their_order_and_need_no_logo():
    given = {
        "service_name": "S",
        "colour": "#1f3b57",
        "partners": [{"name": "B"}, {"name": "A", "logo": "/a.svg"}],
    }
    assert [(p.name, p.logo) for p in Branding.from_settings(given).partners] == [("B", ""), ("A", "/a.svg")]


def test_a_page_without_a_reader_has_no_navigation():
    assert not list(branding(RequestFactory().get("/"))["nav"])
