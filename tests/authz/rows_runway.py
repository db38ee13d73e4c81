"""Rows of the table of who may do what, for the runway, the calendar, and the feed behind a private link."""

from tests.authz.cast import MEMBERS
from tests.authz.row import NOBODY, Row

ROWS: tuple[Row, ...] = (
    Row("runway"),
    Row("calendar"),
    Row("calendar_file"),
    Row("calendar_link", reads=NOBODY, writes=MEMBERS, written=200),
    Row("calendar_link_end", reads=NOBODY, writes=MEMBERS),
)

# A token that never was: whoever asks, signed in or not, is told that there is no such page. Links that are in use,
# ended, or whose owner lost the role are walked in test_calendar_feed.py.
OPEN = {"calendar_feed": {"GET": (404, 404), "POST": (405, 405)}}
OPEN_ARGS = {"calendar_feed": ["no-such-token"]}
