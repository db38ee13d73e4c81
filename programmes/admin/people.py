"""Accounts and roles. Only whoever may manage people comes here, and roles go through their own door."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.html import format_html_join

from commissioning.core.access import ROLE_DESCRIPTIONS, Permission, Role
from commissioning.core.admin_base import RecordAdmin
from commissioning.core.admin_forms import REASON, RecordForm
from commissioning.core.models import User
from programmes.models import RoleAssignment
from programmes.services.people import administrators_left, already_held, assign_role, end_role


class UserForm(RecordForm):
    today: date  # set for each request, by get_form of the page
    first_password = forms.CharField(
        label="First password",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Leave empty to let the person choose one through “Forgotten your password?”.",
    )

    def clean_email(self) -> str:
        """One account for an address, however it is written."""
        email: str = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise ValidationError("There is an account with this address already.")
        return email

    def clean_first_password(self) -> str:
        password: str = self.cleaned_data.get("first_password") or ""
        if password:
            validate_password(password, User(email=self.data.get("email", "")))
        return password

    def clean_is_active(self) -> bool:
        active: bool = self.cleaned_data["is_active"]
        leaves = self.instance.pk and self.instance.is_active and not active
        if leaves and not administrators_left(without=self.instance, on=self.today):
            raise ValidationError("This is the last platform administrator. Appoint another first.")
        return active


@admin.register(User)
class UserAdmin(RecordAdmin):
    """An account that is no longer needed is made inactive, not deleted: history goes on naming its holder."""

    listed_under = "People"
    edit_permission = Permission.MANAGE_PEOPLE
    deletable = False
    form = UserForm
    fields = ("email", "job_title", "is_active")
    list_display = ("email", "job_title", "is_active", "last_login")
    list_filter = ("is_active", "role_assignments__role")
    search_fields = ("email", "job_title")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        fields = [*super().get_fields(request, obj)]
        fields.insert(3, "first_password" if obj is None else "roles")
        return fields

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [*super().get_readonly_fields(request, obj), *(["roles"] if obj is not None else [])]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.today = request.today  # type: ignore[attr-defined]
        return form

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Nobody finds out a password's hash by filtering on its first letters."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        if not change:
            obj.set_password(form.cleaned_data["first_password"] or None)
        super().save_model(request, obj, form, change)

    @admin.display(description="Roles")
    def roles(self, user: User) -> str:
        held = user.role_assignments.select_related("programme", "organisation")
        return format_html_join("", "<p>{}</p>", ((_in_words(row),) for row in held)) or "None: sees nothing."


class RoleAssignmentForm(RecordForm):
    today: date  # set for each request, by get_form of the page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role := self.fields.get("role"):
            role.help_text = " ".join(
                f"{Role(key).label}: {words}" for key, words in ROLE_DESCRIPTIONS.items()
            )

    def clean(self) -> dict[str, Any]:
        super().clean()
        ends_on = self.cleaned_data.get("ends_on")
        row = self.instance
        if row.pk and "ends_on" in self.changed_data and "ends_on" not in self.errors:
            if ends_on is None:
                self.add_error(
                    "ends_on", "Enter the first day without the role. To give it again, add it anew."
                )
            elif row.role == Role.PLATFORM_ADMINISTRATOR and not administrators_left(
                without=row.user, on=ends_on
            ):
                self.add_error("ends_on", "This is the last platform administrator. Appoint another first.")
        return self.cleaned_data

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        row = self.instance
        if not row.pk and not self.errors and already_held(row, self.today):
            self.add_error("role", "This person already holds this role there in that period.")


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(RecordAdmin):
    """Who holds which role, where and when. A role given is never rewritten: it is ended, and another given."""

    listed_under = "People"
    edit_permission = Permission.MANAGE_PEOPLE
    deletable = False
    form = RoleAssignmentForm
    fixed_fields = ("user", "role", "programme", "organisation", "starts_on")
    list_display = ("user", "role", "programme", "organisation", "starts_on", "ends_on")
    list_filter = ("role", "programme")
    list_select_related = ("user", "programme", "organisation")
    search_fields = ("user__email", "user__job_title", "organisation__name")
    date_hierarchy = "starts_on"

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.today = request.today  # type: ignore[attr-defined]
        return form

    def save_model(self, request: HttpRequest, obj: RoleAssignment, form: Any, change: bool) -> None:
        today = request.today  # type: ignore[attr-defined]
        reason = form.cleaned_data[REASON]
        by: Any = request.user
        if change and not form.changes:
            return
        if change:
            ends_on = form.cleaned_data["ends_on"]
            end_role(obj, ends_on=ends_on, by=by, reason=reason, on=today, expected=obj.version)
            return
        given = assign_role(
            obj.user,
            role=obj.role,
            programme=obj.programme,
            organisation=obj.organisation,
            starts_on=obj.starts_on,
            ends_on=obj.ends_on,
            by=by,
            reason=reason,
            on=today,
        )
        obj.pk, obj.starts_on = given.pk, given.starts_on


def _in_words(row: RoleAssignment) -> str:
    where = " and ".join(str(place) for place in (row.programme, row.organisation) if place) or "everywhere"
    until = f" until {row.ends_on:%-d %B %Y}" if row.ends_on else ""
    return f"{row.get_role_display()}, {where}{until}"
