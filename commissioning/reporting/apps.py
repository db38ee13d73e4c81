from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Dashboards and workbooks: composes what the other apps' selectors say, and has no models of its own."""

    name = "commissioning.reporting"
    label = "reporting"
