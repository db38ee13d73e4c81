"""The pages of board packs: made in one action, read as it was frozen, with what has since changed beside it."""

import re
import time

import pytest
from django.urls import reverse

from commissioning.core.money import parse_money
from governance.models import BoardPack
from procurement.models import StatedValue
from tests.factories.boards import BoardPackFactory, MeetingFactory, PackRecipientFactory
from tests.integration.governance.reading import signed_in, text_of
from tests.integration.reporting.pack_reading import made_for, undone

BOARD, MANAGER = "board", "manager"


@pytest.fixture
def pack(hampshire):
    with undone():
        yield made_for("hampshire")


def address(name, *args, key="hampshire"):
    return reverse(name, args=[key, *args])


# --- making ---------------------------------------------------------------------------------------------------------


def test_one_action_makes_a_pack_in_less_than_five_seconds_of_work(hampshire):
    with undone():
        browser = signed_in(MANAGER)
        page = browser.get(address("pack_add"), {"meeting": "HAM-MEET-1"})
        assert '<option value="HAM-MEET-1" selected>' in page.content.decode()
        made_for("hampshire")  # the first of a process reads templates and fonts
        before = time.process_time()
        sent = browser.post(address("pack_add"), {"meeting": "HAM-MEET-1", "appendices": ["services"]})
        assert time.process_time() - before < 5
        made = BoardPack.objects.get(number=2, meeting__reference="HAM-MEET-1")
        assert sent.status_code == 302
        assert sent["Location"] == address("pack", made.reference)
        assert made.options == {"appendices": ["services"]}
        assert made.as_at.isoformat() == "2018-12-13"
        assert str(made.made_by) in text_of(browser.get(sent["Location"]))


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"meeting": ""}, "Choose the meeting that the pack is for."),
        ({"meeting": "HAM-MEET-77"}, "“HAM-MEET-77” is not a meeting of this programme."),
        ({"meeting": "HAM-MEET-1", "appendices": ["all"]}, "“all” is not an appendix."),
        ({"meeting": "HAM-MEET-1", "as_at": "1 January 2099"}, "That day is still to come."),
        ({"meeting": "HAM-MEET-1", "as_at": "soon"}, "With the position of which day"),
    ],
)
def test_what_cannot_be_made_is_refused_at_its_field_and_makes_nothing(hampshire, typed, words):
    with undone():
        refused = signed_in(MANAGER).post(address("pack_add"), typed)
        assert refused.status_code == 422
        assert words in text_of(refused)
        assert not BoardPack.objects.exists()


def test_a_meeting_of_another_programme_cannot_be_chosen(hampshire):
    with undone():
        other = MeetingFactory(reference="OTHER-MEET-1")
        refused = signed_in(MANAGER).post(address("pack_add"), {"meeting": other.reference})
        assert refused.status_code == 422
        assert not BoardPack.objects.exists()


def test_a_board_member_may_not_make_a_pack(hampshire):
    with undone():
        browser = signed_in(BOARD)
        assert browser.get(address("pack_add")).status_code == 403
        assert browser.post(address("pack_add"), {"meeting": "HAM-MEET-1"}).status_code == 403
        assert "Make a pack" not in text_of(browser.get(address("packs")))
        assert "Make a pack" in text_of(signed_in(MANAGER).get(address("packs")))


# --- reading --------------------------------------------------------------------------------------------------------


def test_a_board_member_reads_the_pack_as_it_was_frozen(pack):
    page = signed_in(BOARD).get(address("pack", pack.reference))
    said, code = text_of(page), page.content.decode()
    assert "as at 13 December 2018. It does not change." in said
    for figure in ("£20.95m", "£12.47m", "£13.70m", "£47.12m", "over £45m p.a."):
        assert figure in said
    assert code.count('<svg class="app-chart') == 10  # five charts, wide and narrow
    assert len(set(re.findall(r'<svg [^>]*aria-labelledby="([^"]+)"', code))) == 10
    assert code.count('scope="col"') > 30
    assert pack.pdf_sha256[:8] in said


def test_it_lists_each_figure_that_has_since_changed_with_its_record_then_and_now(pack):
    stated = StatedValue.objects.filter(programme=pack.programme, covers__icontains="phase 1").first()
    stated.money = parse_money("~£21m")
    stated.save()
    page = signed_in(BOARD).get(address("pack", pack.reference))
    code = page.content.decode()
    assert re.search(r"\d+ figures have since changed", text_of(page))
    assert "Phase 1: stated value" in code
    assert "The record of 13 December 2018 was changed afterwards" in code
    assert "/programmes/hampshire/money/lines/?phase=1&amp;on=2018-12-13" in code
    assert "~20.5m" in text_of(page)  # the pack itself still says what it said


def test_a_chart_altered_outside_the_product_runs_nothing(pack):
    content = pack.content
    for block in content["document"]["blocks"]:
        if block["block"] == "chart":
            block["svg"] = block["svg"].replace("<title", "<script>alert(1)</script><title", 1)
    again = BoardPackFactory(programme=pack.programme, meeting=pack.meeting, content=content, number=7)
    code = signed_in(BOARD).get(address("pack", again.reference)).content.decode()
    assert "<script>alert(1)</script>" not in code
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in code


def test_a_content_that_is_no_document_says_so_and_has_no_word_copy(pack):
    again = BoardPackFactory(
        programme=pack.programme, meeting=pack.meeting, content={"figures": {}}, number=7
    )
    browser = signed_in(BOARD)
    assert "cannot be read as a document" in text_of(browser.get(address("pack", again.reference)))
    assert browser.get(address("pack_docx", again.reference)).status_code == 404


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_board_member_gets_both_files(pack):
    browser = signed_in(BOARD)
    pdf = browser.get(address("pack_pdf", pack.reference))
    word = browser.get(address("pack_docx", pack.reference))
    assert pdf.content == bytes(pack.pdf)
    assert pdf["Content-Type"] == "application/pdf"
    assert 'filename="hampshire-board-pack-2018-12-13-1.pdf"' in pdf["Content-Disposition"]
    assert word.content.startswith(b"PK")
    assert 'filename="hampshire-board-pack-2018-12-13-1.docx"' in word["Content-Disposition"]


@pytest.mark.parametrize("name", ["pack", "pack_pdf", "pack_docx", "pack_compare"])
def test_another_programmes_pack_is_not_there(pack, name):
    foreign = BoardPackFactory(reference="FOREIGN-PACK-1")
    browser = signed_in(MANAGER)
    assert browser.get(address(name, foreign.reference)).status_code == 404
    assert browser.get(address(name, pack.reference)).status_code == 200


# --- comparing ------------------------------------------------------------------------------------------------------


def test_the_first_pack_of_a_body_has_nothing_to_be_compared_with(pack):
    said = text_of(signed_in(BOARD).get(address("pack_compare", pack.reference)))
    assert "No earlier pack of this body is kept" in said


def test_two_packs_stand_side_by_side(pack):
    StatedValue.objects.filter(programme=pack.programme, covers__icontains="phase 1").update(
        money_text="~£21m"
    )
    again = made_for("hampshire")
    browser = signed_in(BOARD)
    said = text_of(browser.get(address("pack_compare", again.reference)))
    assert "1 figure differs: 1 changed." in said
    assert "~20.5m" in said
    assert "~£21m" in said
    assert "Only in the later" in said
    named = browser.get(address("pack_compare", pack.reference), {"with": again.reference})
    assert named.status_code == 200
    assert browser.get(address("pack_compare", pack.reference), {"with": "NO-PACK"}).status_code == 404


def test_a_pack_made_again_without_a_change_differs_in_nothing(pack):
    again = made_for("hampshire")
    said = text_of(signed_in(BOARD).get(address("pack_compare", again.reference)))
    assert "Every figure is the same in both." in said


# --- lists ----------------------------------------------------------------------------------------------------------


def test_the_list_says_how_many_there_are_and_for_what(pack):
    made_for("hampshire")
    said = text_of(signed_in(BOARD).get(address("packs")))
    assert "2 packs for 1 meeting." in said
    assert "Hampshire Health and Wellbeing Board, 13 December 2018, pack 2" in said


def test_without_any_the_list_says_so(hampshire):
    with undone():
        assert "No pack has been made yet." in text_of(signed_in(BOARD).get(address("packs")))


def test_the_circulation_list_is_by_role_and_by_day(pack):
    body = pack.meeting.body
    given = {"programme": pack.programme, "body": body}
    PackRecipientFactory(
        **given, role_title="Director of Public Health", starts_on="2018-01-01", wants_word=True
    )
    PackRecipientFactory(**given, role_title="Former clerk", starts_on="2015-01-01", ends_on="2018-01-01")
    browser = signed_in(BOARD)
    then = text_of(browser.get(address("pack_recipients"), {"on": "2018-12-13"}))
    assert "Director of Public Health" in then
    assert "PDF and Word" in then
    assert "Former clerk" not in then
    assert "Former clerk" in text_of(browser.get(address("pack_recipients"), {"on": "2016-01-01"}))
    assert "Director of Public Health" in text_of(browser.get(address("pack", pack.reference)))
