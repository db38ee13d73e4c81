from django.urls import URLPattern, path

from governance.views import asks_change, decisions, decisions_change, effects, effects_add, positions

AT = "programmes/<slug:key>/"
ONE = f"{AT}decisions/<reference:ref>/"

urlpatterns: list[URLPattern] = [
    path(f"{AT}asks/add/", asks_change.ask_add, name="ask_add"),
    path(f"{AT}asks/<reference:ref>/", asks_change.ask, name="ask"),
    path(f"{AT}decisions/", decisions.decision_list, name="decisions"),
    path(f"{AT}decisions/add/", decisions_change.decision_add, name="decision_add"),
    path(ONE, decisions.decision, name="decision"),
    path(f"{ONE}change/", decisions_change.decision_change, name="decision_change"),
    path(f"{ONE}positions/add/", positions.position_add, name="position_add"),
    path(f"{ONE}effects/<slug:kind>/add/", effects_add.effect_add, name="effect_add"),
    path(f"{ONE}effects/<reference:effect>/", effects.effect, name="effect"),
]
