"""The form of a new token. The password is asked for again: whoever finds a screen unlocked makes no key for later."""

from datetime import date, timedelta
from typing import Any, Final

from allauth.core.internal import ratelimit
from django import forms
from django.http import HttpRequest

from commissioning.core.forms.door import DoorForm
from commissioning.core.models import User
from commissioning.exchange.models import TokenScope
from commissioning.exchange.services.tokens import MOST_DAYS

READ, WRITE = TokenScope.READ.value, f"{TokenScope.READ.value},{TokenScope.WRITE.value}"
DAYS: Final = ((7, "7 days"), (30, "30 days"), (MOST_DAYS, f"{MOST_DAYS} days"))
WRONG: Final = "This is not your password"
TOO_MANY: Final = "Too many wrong passwords. Wait a minute and try again"


class TokenForm(DoorForm):
    door_fields = {"expires_on": "days"}

    name = forms.CharField(
        label="What is it for?",
        help_text="So that you can tell it from your others, such as “Monthly return script”.",
        max_length=120,
        widget=forms.TextInput({"autocomplete": "off"}),
        error_messages={"required": "Enter what the token is for"},
    )
    scopes = forms.ChoiceField(
        label="What may it do?",
        choices=((READ, "Read what I may read"), (WRITE, "Read, and change what I may change")),
        initial=READ,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the token may do"},
    )
    days = forms.TypedChoiceField(
        label="How long does it work?",
        choices=DAYS,
        coerce=int,
        initial=30,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how long the token works"},
    )
    password = forms.CharField(
        label="Your password",
        help_text="The one you sign in with.",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        error_messages={"required": "Enter your password"},
    )

    def __init__(self, data: Any = None, *, request: HttpRequest, user: User) -> None:
        super().__init__(data)
        self._request, self._user = request, user

    def clean_password(self) -> str:
        """Wrong passwords are counted where sign-in counts them for asking again."""
        password = str(self.cleaned_data["password"])
        usage = ratelimit.consume(
            self._request, app="allauth.account", action="reauthenticate", user=self._user
        )
        if not usage:
            raise forms.ValidationError(TOO_MANY)
        if not self._user.check_password(password):
            raise forms.ValidationError(WRONG)
        usage.rollback()
        return ""

    def expires_on(self, today: date) -> date:
        return today + timedelta(days=self.cleaned_data["days"])

    def chosen_scopes(self) -> list[str]:
        return str(self.cleaned_data["scopes"]).split(",")
