"""Addresses of the runway, of the calendar, and of the feed that a calendar program reads without signing in."""

from django.urls import path

from procurement.views import calendar, calendar_feed, runway

urlpatterns = [
    path("programmes/<slug:key>/runway/", runway.runway_page, name="runway"),
    path("programmes/<slug:key>/calendar/", calendar.calendar_page, name="calendar"),
    path("programmes/<slug:key>/calendar/dates.ics", calendar_feed.calendar_file, name="calendar_file"),
    path("programmes/<slug:key>/calendar/link/", calendar.calendar_link, name="calendar_link"),
    path("programmes/<slug:key>/calendar/link/end/", calendar.calendar_link_end, name="calendar_link_end"),
    path("calendar/<str:token>.ics", calendar_feed.calendar_feed, name="calendar_feed"),
]
