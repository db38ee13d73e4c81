"""Forms of “You said, we did”: the filter of the list, a new point, and an answer."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from commissioning.core.forms.door import DoorForm
from commissioning.core.forms.filters import ViewForm, choice, labels_of
from commissioning.core.forms.values import FuzzyDateFormField
from commissioning.core.forms.widgets import SearchInput
from governance.selectors.feedback import SUPPORT, FeedbackRow
from programmes.models import Engagement

UNANSWERED, ANSWERED, NONE_NEEDED = "unanswered", "answered", "none_needed"
UNSTATED = "none"
ANSWERS = [
    ("", "Answered or not"),
    (UNANSWERED, "Without an answer"),
    (ANSWERED, "Answered"),
    (NONE_NEEDED, "Needs no answer"),
]
SENTIMENTS = [
    ("", "Not stated"),
    (SUPPORT, "Support: asks for nothing"),
    ("suggestion", "Suggestion"),
    ("concern", "Concern"),
    ("question", "Question"),
]
DATE_HINT = "A day or a month, as it was minuted: 12 September 2018, September 2018."


def sentiment_words(sentiment: str) -> str:
    """ "Support", "Concern"; "Not stated" where the paper gives none."""
    return sentiment[:1].upper() + sentiment[1:] if sentiment else "Not stated"


class FeedbackFilterForm(ViewForm):
    """Offers the engagement and the sentiments that the list has."""

    q = forms.CharField(label="Search", required=False, max_length=200, widget=SearchInput)
    answer = choice("Answer", ANSWERS)
    engagement = choice("Engagement", [("", "Any engagement")])
    sentiment = choice("Sentiment", [("", "Any sentiment")])

    def __init__(self, data: QueryDict, rows: Sequence[FeedbackRow]) -> None:
        super().__init__(data)
        asked = {row.engagement_reference or UNSTATED: row.engagement or "Not named" for row in rows}
        self._offer("engagement", sorted(asked.items(), key=lambda pair: (pair[0] == UNSTATED, pair[0])))
        felt = {row.sentiment or UNSTATED: sentiment_words(row.sentiment) for row in rows}
        self._offer("sentiment", sorted(felt.items(), key=lambda pair: (pair[0] == UNSTATED, pair[1])))

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        field.choices = [*labels_of(field).items(), *choices]


class FeedbackForm(DoorForm):
    """One point that somebody made. Several points are recorded one by one, so that each has its answer."""

    text = forms.CharField(
        label="What was said?",
        max_length=4000,
        help_text="One point, in the words of those who made it. Record several one by one.",
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Say what was said"},
    )
    engagement = forms.ChoiceField(label="At which engagement?", required=False)
    said_by = forms.CharField(
        label="By whom?",
        required=False,
        max_length=200,
        help_text="A group or a role, never a name, such as Parents at the workshops.",
    )
    said = FuzzyDateFormField(
        label="When was it said?",
        required=False,
        help_text=f"{DATE_HINT} Leave empty where it is the engagement’s own date.",
    )
    sentiment = forms.ChoiceField(
        label="What does it express?",
        required=False,
        choices=SENTIMENTS,
        help_text="Support alone asks for nothing, and is not counted as unanswered.",
    )
    reason = forms.CharField(
        label="Where does it come from?",
        max_length=2000,
        help_text="The meeting, the survey or the letter. It stands in the history.",
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Say where it comes from, for those who read the history later"},
    )

    def __init__(self, *given: Any, engagement: Iterable[Engagement], **more: Any) -> None:
        super().__init__(*given, **more)
        self.known = {row.reference: row for row in engagement}
        field = self.fields["engagement"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101
        words = ((code, _engagement_words(row)) for code, row in self.known.items())
        field.choices = [("", "None recorded here"), *words]

    def values(self) -> dict[str, Any]:
        """What the door takes besides who and when."""
        return {**self.cleaned_data, "engagement": self.known.get(self.cleaned_data["engagement"])}


class AnswerForm(DoorForm):
    """An answer with its date. One that changes an answer says why; the one before stays in the history.

    `answered` where there is one already, `dated` where its day is known: papers print answers without a day.
    """

    response = forms.CharField(
        label="What was answered or done?",
        max_length=4000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Say what was answered or done"},
    )
    responded = FuzzyDateFormField(label="When was it answered?", required=False, help_text=DATE_HINT)
    reason = forms.CharField(
        label="Why does the answer change?",
        required=False,
        max_length=2000,
        help_text="It stands in the history, beside the answer before.",
        widget=forms.Textarea({"rows": 2}),
    )
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(self, *given: Any, answered: bool, dated: bool, **more: Any) -> None:
        super().__init__(*given, **more)
        reason, responded = self.fields["reason"], self.fields["responded"]
        reason.required = answered
        reason.error_messages["required"] = (
            "Say why the answer changes, for those who were given the one before"
        )
        responded.required = dated or not answered
        responded.error_messages["required"] = (
            "Enter when it was answered, such as 12 December 2018 or December 2018"
        )
        if not answered:
            reason.label = "Where does the answer stand?"
            reason.help_text = "The minute or the letter, where there is one. It stands in the history."


def _engagement_words(row: Engagement) -> str:
    kind = row.kind[:1].upper() + row.kind[1:]
    return f"{kind}, {row.date.printed}" if row.date.is_dated else kind
