"""Every address of the product. A test holds this list against the table of who may do what."""

from django.contrib import admin
from django.urls import include, path

from commissioning.core import health
from commissioning.core import views as core_views

urlpatterns = [
    path("accounts/", include("commissioning.core.account_urls")),
    path("admin/", admin.site.urls),
    path("brand.css", core_views.brand_css, name="brand_css"),
    path("accessibility/", core_views.accessibility, name="accessibility"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("", include("commissioning.exchange.urls_api")),
    path("", include("commissioning.reporting.urls")),
    path("", include("programmes.urls")),
    path("", include("outcomes.urls")),
    path("", include("procurement.urls")),
    path("", include("procurement.urls_runway")),
    path("", include("governance.urls")),
    path("", include("commissioning.exchange.urls")),
]

handler400 = "commissioning.core.errors.bad_request"
handler403 = "commissioning.core.errors.permission_denied"
handler404 = "commissioning.core.errors.page_not_found"
handler429 = "commissioning.core.errors.too_many_requests"
handler500 = "commissioning.core.errors.server_error"
