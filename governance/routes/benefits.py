"""Benefits, and “You said, we did”."""

from django.urls import URLPattern, path

from governance.views import benefits, benefits_change, feedback, feedback_change

OF = "programmes/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(f"{OF}benefits/", benefits.benefit_list, name="benefits"),
    path(f"{OF}benefits/add/", benefits_change.benefit_add, name="benefit_add"),
    path(f"{OF}benefits/<reference:ref>/", benefits.benefit, name="benefit"),
    path(f"{OF}benefits/<reference:ref>/change/", benefits_change.benefit_change, name="benefit_change"),
    path(
        f"{OF}benefits/<reference:ref>/realised/add/",
        benefits_change.benefit_realised_add,
        name="benefit_realised_add",
    ),
    path(f"{OF}feedback/", feedback.feedback_list, name="feedback"),
    path(f"{OF}feedback/add/", feedback_change.feedback_add, name="feedback_add"),
    path(f"{OF}feedback/<reference:ref>/answer/", feedback_change.feedback_answer, name="feedback_answer"),
]
