from django.contrib.admin import AdminSite
from django.http import HttpRequest

from commissioning.core.access import Permission


class ProductAdminSite(AdminSite):
    """The data-entry site. Who may enter is decided by role, not by a flag on the account."""

    site_header = "Data entry"
    site_title = "Data entry"
    index_title = "Records you may edit"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        grants = request.grants  # type: ignore[attr-defined]
        return bool(
            request.user.is_active
            and any(
                grants.may(p)
                for p in (
                    Permission.EDIT_DATA,
                    Permission.EDIT_MONEY_DATA,
                    Permission.MANAGE_PEOPLE,
                )
            )
        )
