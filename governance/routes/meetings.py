"""The addresses of bodies and their meetings."""

from django.urls import URLPattern, path

from governance.views import agenda, attendance, bodies, meetings, meetings_change

MEETING = "programmes/<slug:key>/meetings/<reference:ref>/"

urlpatterns: list[URLPattern] = [
    path("programmes/<slug:key>/boards/<reference:ref>/", bodies.body, name="body"),
    path("programmes/<slug:key>/meetings/", meetings.meeting_list, name="meetings"),
    path("programmes/<slug:key>/meetings/add/", meetings_change.meeting_add, name="meeting_add"),
    path(MEETING, meetings.meeting, name="meeting"),
    path(f"{MEETING}change/", meetings_change.meeting_change, name="meeting_change"),
    path(f"{MEETING}agenda/add/", agenda.agenda_item_add, name="agenda_item_add"),
    path(f"{MEETING}agenda/<reference:item>/", agenda.agenda_item_change, name="agenda_item_change"),
    path(f"{MEETING}attendance/", attendance.meeting_attendance, name="meeting_attendance"),
    path(f"{MEETING}interests/add/", attendance.interest_add, name="interest_add"),
]
