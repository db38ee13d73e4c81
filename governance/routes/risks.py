"""The addresses of risks, their mitigations and their bands; fixed words stand before references."""

from django.urls import URLPattern, path

from governance.views import mitigations, risk_acts, risk_bands, risk_change, risk_page

AT = "programmes/<slug:key>/risks/"

urlpatterns: list[URLPattern] = [
    path(f"{AT}bands/", risk_bands.risk_bands, name="risk_bands"),
    path(f"{AT}add/", risk_change.risk_add, name="risk_add"),
    path(f"{AT}mitigations/add/", mitigations.mitigation_add, name="mitigation_add"),
    path(f"{AT}mitigations/<reference:ref>/", mitigations.mitigation, name="mitigation"),
    path(f"{AT}mitigations/<reference:ref>/change/", mitigations.mitigation_change, name="mitigation_change"),
    path(f"{AT}<reference:ref>/", risk_page.risk, name="risk"),
    path(f"{AT}<reference:ref>/change/", risk_change.risk_change, name="risk_change"),
    path(f"{AT}<reference:ref>/assess/", risk_acts.risk_assess, name="risk_assess"),
    path(f"{AT}<reference:ref>/acts/<slug:kind>/", risk_acts.risk_act, name="risk_act"),
]
