from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.admin import AdminSite
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver
from django.utils.text import slugify

from commissioning.core.access import Permission

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
OWN_APPS = {"core", "programmes", "outcomes", "procurement", "governance"}
ENTRY = (Permission.EDIT_DATA, Permission.EDIT_MONEY_DATA, Permission.MANAGE_PEOPLE)
# Passwords are changed at one door, and a redirect from any record's key to its page would say which keys exist.
LEFT_OUT = {"password_change", "password_change_done", "view_on_site"}
# The headings of the index, in the order in which a programme is put together by hand.
SUBJECTS = (
    "The programme",
    "Papers",
    "Services and scope",
    "Who commissions what",
    "Money and the team",
    "Procurement",
    "Intentions, milestones and delivery",
    "Boards, asks and risks",
    "Outcomes and KPIs",
    "Models of care compared",
    "Shared by every programme",
    "Procurement law",
    "People",
)


class ProductAdminSite(AdminSite):
    """The data-entry site. Who may enter is decided by role, not by a flag on the account.

    For everyone else it does not exist. Signing in and out happens at the product's own doors, which count wrong
    passwords.
    """

    site_header = "Data entry"
    site_title = "Data entry"
    index_title = "Records you may edit"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        grants = request.grants  # type: ignore[attr-defined]
        return bool(request.user.is_active and any(grants.may(permission) for permission in ENTRY))

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Only the product's own records: pages of packages would let a person widen their own rights."""
        models = model_or_iterable if isinstance(model_or_iterable, list | tuple) else [model_or_iterable]
        own = [model for model in models if model._meta.app_label in OWN_APPS]
        if own:
            super().register(own, admin_class, **options)

    def admin_view(self, view: View, cacheable: bool = False) -> View:
        inner = super().admin_view(view, cacheable)

        @wraps(inner)
        def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Http404
            return inner(request, *args, **kwargs)

        return cast(View, entered)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What Django puts on every page, without the list of all kinds: only the sidebar shows it, which is off.

        Working out who may do what with each kind takes longer than most of the pages do.
        """
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": self.site_url,
            "has_permission": self.has_permission(request),
            "available_apps": (),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
        }

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The index lists records by what they are about, whichever app holds them; an app's own page lists its own."""
        apps: list[Any] = super().get_app_list(request, app_label)
        if app_label is not None:
            return apps
        by_subject: dict[str, list[Any]] = {subject: [] for subject in SUBJECTS}
        for row in (row for app in apps for row in app["models"]):
            by_subject[self.get_model_admin(row["model"]).listed_under].append(row)  # type: ignore[attr-defined]
        return [
            {
                "name": subject,
                "app_label": slugify(subject),
                "models": sorted(rows, key=lambda row: str(row["name"])),
            }
            for subject, rows in by_subject.items()
            if rows
        ]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [url for url in super().get_urls() if getattr(url, "name", None) not in LEFT_OUT]

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect("account_login")
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: Any = None) -> Any:  # Django's own shows a page
        return redirect("account_logout")
