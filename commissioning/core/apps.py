from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class CoreConfig(AppConfig):
    name = "commissioning.core"
    label = "core"
    verbose_name = "People"

    def ready(self) -> None:
        from commissioning.core import checks, triggers_on  # noqa: F401 (checks register themselves)

        triggers_on.install()


class ProductAdminConfig(AdminConfig):
    """The plain Django admin behind the product's own roles instead of `is_staff`."""

    default_site = "commissioning.core.admin_site.ProductAdminSite"
