"""The table of who may read what and when, held against the same table written out by hand from the rules."""

from datetime import date, timedelta

import pytest

from procurement.rules_sealed import TABLE, Moment, Seat, Secret, Standing, may_read, moment_of, standing_of

DAY = date(2026, 6, 10)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
CLOSED, EVALUATION, DECIDED, PUBLISHED = Moment
# Letters: L lead, Q evaluator of quality, P evaluator of price, M moderator, D decision maker, A adviser, £ may see
# estimates by role, T appoints the team, k keeps the register, * anybody.
LETTERS = {
    "L": Seat.LEAD,
    "Q": Seat.EVALUATOR,
    "P": Seat.PRICE_EVALUATOR,
    "M": Seat.MODERATOR,
    "D": Seat.DECISION_MAKER,
    "A": Seat.ADVISER,
    "£": Seat.MONEY,
    "T": Seat.APPOINTS,
    "k": Seat.KEEPER,
    "*": Seat.ANYBODY,
}
# By hand: before opening, in evaluation, decided, published.
EXPECTED = {
    "estimate": ("£LPMD", "£LPMD", "£LPMD", "*"),
    "evaluators": ("LQPMDAT", "LQPMDAT", "LQPMDAT", "LQPMDAT"),
    "bidders": ("L", "LQPMDA", "LQPMDA", "LQPMDA"),
    "bid_price": ("", "LPMD", "LPMD", "LPMD"),
    "score": ("", "LMD", "LMD", "LMD"),
    "moderation": ("", "LMD", "LMDQP", "LMDQP"),
    "preferred": ("", "LMD", "LQPMDA", "LQPMDA"),
    "conflicts": ("LD", "LD", "LD", "LD"),
    "decision_record": ("LMD", "LMD", "LMD", "LMD"),
    "contract_provider": ("LMD", "LMD", "LQPMDA", "*"),
    "contract_value": ("LPMD", "LPMD", "LPMD", "*"),
}
CELLS = [
    (secret, moment, seat)
    for secret in Secret
    for moment in Moment
    for seat in Seat
    if seat is not Seat.ANYBODY
]


def expected(secret, moment, seat):
    letters = EXPECTED[secret][list(Moment).index(moment)]
    return "*" in letters or any(LETTERS[letter] is seat for letter in letters)


def test_the_table_has_a_row_for_every_secret_and_a_cell_for_every_moment():
    assert set(TABLE) == set(Secret) == set(EXPECTED)
    assert all(set(row) == set(Moment) for row in TABLE.values())
    assert set(LETTERS.values()) == set(Seat)


@pytest.mark.parametrize(("secret", "moment", "seat"), CELLS)
def test_every_cell(secret, moment, seat):
    """With the seat and a declaration that there is no conflict it is as the table says."""
    assert may_read(secret, moment, frozenset({seat}), Standing.CLEAR) is expected(secret, moment, seat)


@pytest.mark.parametrize("standing", [Standing.CONFLICTED, Standing.UNDECLARED])
@pytest.mark.parametrize(("secret", "moment"), [(secret, moment) for secret in Secret for moment in Moment])
def test_a_conflict_or_no_declaration_leaves_what_anybody_reads(secret, moment, standing):
    everything = frozenset(Seat) - {Seat.ANYBODY, Seat.EVALUATOR}
    assert may_read(secret, moment, everything, standing) is expected(secret, moment, Seat.ANYBODY)


@pytest.mark.parametrize("secret", ["estimate", "bid_price", "contract_value"])
def test_whoever_judges_quality_reads_no_money_by_any_other_seat(secret):
    every_other = frozenset(Seat) - {Seat.ANYBODY, Seat.EVALUATOR}
    for moment in (CLOSED, EVALUATION, DECIDED):
        both = every_other | {Seat.EVALUATOR}
        assert not may_read(Secret(secret), moment, both, Standing.CLEAR)
        assert may_read(Secret(secret), moment, every_other, Standing.CLEAR) is bool(
            EXPECTED[secret][list(Moment).index(moment)]
        )


def test_nobody_reads_a_price_before_opening_whatever_they_are():
    every = frozenset(Seat) - {Seat.EVALUATOR}
    assert not may_read(Secret.BID_PRICE, CLOSED, every, Standing.CLEAR)
    assert may_read(Secret.BID_PRICE, EVALUATION, every, Standing.CLEAR)


def moment(bids_due=None, decided_on=None, public_from=None, *, bids_asked=True):
    return moment_of(
        bids_due=bids_due, bids_asked=bids_asked, decided_on=decided_on, public_from=public_from, on=DAY
    )


def test_bids_are_closed_until_the_last_possible_day_is_over():
    assert moment(bids_due=AFTER) is CLOSED
    assert moment(bids_due=DAY) is CLOSED
    assert moment(bids_due=BEFORE) is EVALUATION


def test_not_knowing_when_bids_are_due_keeps_them_closed():
    assert moment() is CLOSED
    assert moment(bids_asked=False) is EVALUATION  # a direct award has nothing to wait for


def test_a_decision_and_its_publication_count_from_their_day():
    assert moment(bids_due=BEFORE, decided_on=AFTER) is EVALUATION
    assert moment(bids_due=BEFORE, decided_on=DAY) is DECIDED
    assert moment(bids_due=BEFORE, decided_on=BEFORE, public_from=AFTER) is DECIDED
    assert moment(bids_due=BEFORE, decided_on=BEFORE, public_from=DAY) is PUBLISHED
    assert moment(public_from=DAY) is PUBLISHED


@pytest.mark.parametrize(
    ("declared", "standing"),
    [
        ([], "undeclared"),
        ([(None, False)], "clear"),
        ([(None, True)], "conflicted"),
        ([(None, False), (None, True)], "conflicted"),
        ([(None, True), (None, False)], "clear"),
        ([(None, False), (3, True)], "conflicted"),
        ([(None, False), (3, True), (3, False)], "clear"),
        ([(None, False), (3, True), (4, False)], "conflicted"),
        ([(3, True), (None, False)], "clear"),  # the whole phase, declared later, replaces the lot
        ([(3, False)], "undeclared"),
        ([(3, True)], "conflicted"),
    ],
)
def test_the_latest_declaration_counts(declared, standing):
    assert standing_of(declared, on_team=True) == standing


def test_outside_the_team_nothing_is_declared_but_a_conflict_counts():
    assert standing_of([], on_team=False) is Standing.OUTSIDE
    assert standing_of([(None, False)], on_team=False) is Standing.OUTSIDE
    assert standing_of([(None, True)], on_team=False) is Standing.CONFLICTED
