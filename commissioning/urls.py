"""Every address of the product. A test holds this list against the table of who may do what."""

from django.contrib import admin
from django.urls import include, path

from commissioning.core import views as core_views

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("admin/", admin.site.urls),
    path("brand.css", core_views.brand_css, name="brand_css"),
    path("accessibility/", core_views.accessibility, name="accessibility"),
]
