from django.contrib import admin

from programmes.models import Post

from .base import OWN_PROGRAMME, RecordedAdmin


@admin.register(Post)
class PostAdmin(RecordedAdmin):
    """A post of a joint team, by its title and never by who holds it."""

    listed_under = "Money and the team"
    word = "POST"
    list_display = ("title", "reference", "fte", "band", "salary_printed", "is_new", "state", "programme")
    list_filter = (OWN_PROGRAMME, "state", "is_new", "illustrative")
    list_select_related = ("programme",)
    search_fields = ("title", "band", "duties", "reference")
