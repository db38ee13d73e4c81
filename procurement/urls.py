"""Addresses of services, money and what belongs to them, all under a programme's key."""

from django.urls import path

from procurement.views import lines, money, register, service

urlpatterns = [
    path("programmes/<slug:key>/services/", register.services, name="services"),
    path("programmes/<slug:key>/services/<str:ref>/", service.service, name="service"),
    path("programmes/<slug:key>/money/", money.money, name="money"),
    path("programmes/<slug:key>/money/lines/", lines.budget_lines, name="budget_lines"),
]
