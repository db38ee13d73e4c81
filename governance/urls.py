from django.urls import path

from governance.views import asks, boards, discrepancies

urlpatterns = [
    path("programmes/<slug:key>/asks/", asks.ask_list, name="asks"),
    path("programmes/<slug:key>/boards/", boards.board_list, name="boards"),
    path("programmes/<slug:key>/discrepancies/", discrepancies.discrepancy_list, name="discrepancies"),
    path("programmes/<slug:key>/discrepancies/<slug:slug>/", discrepancies.discrepancy, name="discrepancy"),
]
