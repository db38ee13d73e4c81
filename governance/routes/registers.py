from django.urls import URLPattern, path

from governance.rules.register_fields import REGISTERS
from governance.views import actions_change, registers, registers_change


def register_routes(page: str, noun: str) -> list[URLPattern]:
    """The list of a register, its form for a new row, the page of a row and the form that changes it."""
    root = f"programmes/<slug:key>/{page.replace('_', '-')}/"
    of = {"page": page}
    return [
        path(root, registers.register_list, of, name=page),
        path(f"{root}add/", registers_change.register_add, of, name=f"{noun}_add"),
        path(f"{root}<reference:ref>/", registers.register_entry, of, name=noun),
        path(f"{root}<reference:ref>/change/", registers_change.register_change, of, name=f"{noun}_change"),
    ]


urlpatterns: list[URLPattern] = [
    path(
        "programmes/<slug:key>/actions/<reference:ref>/new-date/",
        actions_change.action_redate,
        name="action_redate",
    ),
    *(route for each in REGISTERS.values() for route in register_routes(each.page, each.noun)),
    path(
        "programmes/<slug:key>/change-requests/<reference:ref>/decide/",
        registers_change.change_request_decide,
        name="change_request_decide",
    ),
]
