"""The sign-in package's forms in our markup, with messages that say what to enter."""

from typing import Any

from allauth.account import forms as account

from commissioning.core.forms.renderer import AppFormMixin


class _Plain(AppFormMixin):
    """Labels stand above the boxes, so grey words inside them, which vanish on typing, are left out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        for field in form.fields.values():
            field.widget.attrs.pop("placeholder", None)


class LoginForm(_Plain, account.LoginForm):  # type: ignore[misc]  # the package ships no types
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages["required"] = "Enter your e-mail address"
        self.fields["password"].error_messages["required"] = "Enter your password"


class ChangePasswordForm(_Plain, account.ChangePasswordForm):  # type: ignore[misc]  # the package ships no types
    pass


class SetPasswordForm(_Plain, account.SetPasswordForm):  # type: ignore[misc]  # the package ships no types
    pass


class ResetPasswordForm(_Plain, account.ResetPasswordForm):  # type: ignore[misc]  # the package ships no types
    pass


class ResetPasswordKeyForm(_Plain, account.ResetPasswordKeyForm):  # type: ignore[misc]  # the package ships no types
    pass


class ReauthenticateForm(_Plain, account.ReauthenticateForm):  # type: ignore[misc]  # the package ships no types
    pass
