"""Inputs in the data-entry lists have names."""

from django.contrib import admin
from django.contrib.admin.sites import AdminSite

from commissioning.core.admin_labels import LabelledRowForm, LabelledRowsMixin
from commissioning.core.models import User


class UserList(LabelledRowsMixin, admin.ModelAdmin):
    list_display = ("email", "job_title")
    list_editable = ("job_title",)


def test_each_input_in_a_list_says_its_field_and_its_row(rf):
    form_class = UserList(User, AdminSite()).get_changelist_form(rf.get("/"), fields=["job_title"])
    assert issubclass(form_class, LabelledRowForm)
    form = form_class(instance=User(email="a@example.org", job_title="Finance lead"))
    assert 'aria-label="Job title, Finance lead"' in str(form["job_title"])
