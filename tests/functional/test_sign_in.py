"""Signing in through the real page, with and without scripts."""

import pytest


@pytest.mark.parametrize("javascript", [True, False])
def test_a_board_member_signs_in(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.sign_in_by_form("board_member")
    assert not page.url.endswith("/accounts/login/")


def test_a_wrong_password_is_explained(visit):
    visitor = visit()
    visitor.open("/accounts/login/")
    visitor.page.get_by_label("E-mail address").fill("board@example.org")
    visitor.page.get_by_label("Password").fill("not the password")
    visitor.page.get_by_role("button", name="Sign in").click()
    assert visitor.page.url.endswith("/accounts/login/")
    visitor.check_page()


def test_the_sign_in_page_is_accessible(visit):
    visitor = visit()
    visitor.open("/accounts/login/")
    visitor.check_page()
