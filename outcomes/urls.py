from django.urls import path

from outcomes.views import framework

urlpatterns = [path("programmes/<slug:key>/outcomes/", framework.outcomes, name="outcomes")]
