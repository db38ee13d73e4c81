"""Every page of the data-entry site in a real browser: no axe violation, no sideways scrolling, nothing blocked."""

import pytest
from django.contrib import admin
from playwright.sync_api import expect

from commissioning.core.admin_base import RecordAdmin
from tests.functional.sweeping import look

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)
WIDTHS = (1280, 375)


# Registered kinds that the platform administrator may add, as their pages' own rule says.
ADDABLE = {
    model
    for model in MODELS
    if type(admin.site._registry[model]).has_add_permission is RecordAdmin.has_add_permission
}
FIRST_OF_EACH_APP = {model._meta.app_label: model for model in reversed(MODELS)}.values()


def pages_of(model):
    """The model's pages. A history is the same page for every kind, so that one kind of each app shows it."""
    base = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    yield base
    record = model._default_manager.order_by("pk").first()
    if model in ADDABLE:
        yield f"{base}add/"
    if record is not None:
        yield f"{base}{record.pk}/change/"
        if model in FIRST_OF_EACH_APP:
            yield f"{base}{record.pk}/history/"


class EveryKind:
    """Each page is held to axe at one width, turn about, so that both see every sort of page; all to no scrolling."""

    def test_pages(self, model, reader):
        visitor = reader("platform_administrator")
        problems = []
        for place, page in enumerate(pages_of(model), MODELS.index(model)):
            visitor.open(page)
            at_axe = WIDTHS if model in FIRST_OF_EACH_APP else (WIDTHS[place % len(WIDTHS)],)
            problems += look(visitor, page, at_axe)
        assert not problems, "\n".join(problems)


BY_CLASS = ("programmes", "outcomes")  # those of most kinds, so that parallel runs share them out


def of(app):
    """The kinds of an app; "" stands for those of every app that has no class of its own."""
    chosen = [
        model
        for model in MODELS
        if (model._meta.app_label if model._meta.app_label in BY_CLASS else "") == app
    ]
    return pytest.mark.parametrize("model", chosen, ids=lambda model: model._meta.label)


@pytest.mark.no_cover
@of("programmes")
class TestProgrammes(EveryKind):
    pass


@pytest.mark.no_cover
@of("outcomes")
class TestOutcomes(EveryKind):
    pass


@pytest.mark.no_cover
@of("")
class TestOtherKinds(EveryKind):
    pass


def test_the_first_page_of_data_entry(visit):
    visitor = visit("platform_administrator")
    visitor.open("/admin/")
    visitor.check_page(widths=WIDTHS)


def test_deleting_and_its_refusal(visit):
    from programmes.models import Challenge, Organisation

    visitor = visit("platform_administrator")
    for model in (Challenge, Organisation):
        record = model._default_manager.order_by("pk").first()
        visitor.open(f"/admin/programmes/{model._meta.model_name}/{record.pk}/delete/")
        visitor.check_page(widths=WIDTHS)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_programme_manager_corrects_a_record_and_is_asked_why(visit, javascript):
    from programmes.models import Challenge

    challenge = Challenge.objects.order_by("pk").first()
    visitor = visit("programme_manager", javascript=javascript)
    page = visitor.open(f"/admin/programmes/challenge/{challenge.pk}/change/")
    page.get_by_label("Title").fill("Rural access")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Say why you are changing this record.")).to_be_visible()
    if javascript:
        visitor.check_page(widths=WIDTHS)
    page.get_by_label("Reason for change").fill("As the paper words it")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    challenge.refresh_from_db()
    assert challenge.title == "Rural access"
    history = visitor.open(f"/admin/programmes/challenge/{challenge.pk}/history/")
    expect(history.get_by_text("As the paper words it")).to_be_visible()


def test_two_people_edit_one_record(visit):
    from programmes.models import Challenge

    challenge = Challenge.objects.order_by("pk").first()
    first, second = visit("programme_manager"), visit("platform_administrator")
    address = f"/admin/programmes/challenge/{challenge.pk}/change/"
    for visitor, box, words in ((first, "Title", "Rural access"), (second, "Mitigation", "More buses")):
        visitor.open(address)
        visitor.page.get_by_label(box).fill(words)
        visitor.page.get_by_label("Reason for change").fill("Agreed")
    first.page.get_by_role("button", name="Save", exact=True).click()
    expect(first.page.get_by_text("was changed successfully")).to_be_visible()
    second.page.get_by_role("button", name="Save", exact=True).click()
    expect(second.page.get_by_text("Changed by someone else while you were editing")).to_be_visible()
    second.check_page(widths=WIDTHS)
    second.page.get_by_role("button", name="Save", exact=True).click()
    expect(second.page.get_by_text("was changed successfully")).to_be_visible()
    challenge.refresh_from_db()
    assert (challenge.title, challenge.mitigation) == ("Rural access", "More buses")
