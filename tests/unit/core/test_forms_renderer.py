"""Forms in our markup: classes, descriptions, errors that lead to their fields, and the admin's own left alone."""

from datetime import date

import pytest
from django import forms
from django.forms.renderers import get_default_renderer
from django.http import QueryDict
from django.template.loader import render_to_string

from commissioning.core.forms.renderer import RENDERER, AppFormMixin, FilterFormMixin, adopt
from commissioning.core.forms.widgets import DateField, SearchInput
from tests.unit.core.page_reader import Reader

CHOICES = [("a", "Public Health"), ("b", "NHS England")]


class Form(AppFormMixin, forms.Form):
    name = forms.CharField(label="Service name", error_messages={"required": "Enter the service name"})
    state = forms.ChoiceField(
        widget=forms.RadioSelect,
        choices=CHOICES,
        help_text="As printed",
        error_messages={"required": "Select a state"},
    )
    flags = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, choices=CHOICES, required=False)
    sure = forms.BooleanField(
        label="The board agreed", error_messages={"required": "Confirm that the board agreed"}
    )
    phase = forms.ChoiceField(choices=CHOICES, required=False)
    value = forms.DecimalField(
        required=False, help_text="In pounds", widget=forms.NumberInput({"class": "app-money"})
    )
    starts = DateField(label="From when?", error_messages={"required": "Enter a date"})
    reason = forms.CharField(widget=forms.Textarea, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def drawn(form: forms.BaseForm) -> Reader:
    return Reader(str(form))


def by_id(reader: Reader, element: str, id_: str) -> dict[str, str | None]:
    return next(attrs for attrs in reader.all(element) if attrs.get("id") == id_)


def errors_of(form: forms.BaseForm) -> Reader:
    return Reader(render_to_string("forms/error_summary.html", {"form": form}))


class TestMarkup:
    def test_stock_widgets_get_their_classes_and_keep_their_own(self):
        reader = drawn(Form())
        assert by_id(reader, "input", "id_name")["class"] == "nhsuk-input"
        assert by_id(reader, "select", "id_phase")["class"] == "nhsuk-select"
        assert by_id(reader, "textarea", "id_reason")["class"] == "nhsuk-textarea"
        assert by_id(reader, "input", "id_value")["class"] == "nhsuk-input nhsuk-input--width-10 app-money"
        assert by_id(reader, "input", "id_sure")["class"] == "nhsuk-checkboxes__input"
        assert "class" not in by_id(reader, "input", "id_version")

    def test_a_hint_describes_its_field(self):
        reader = drawn(Form())
        assert by_id(reader, "input", "id_value")["aria-describedby"] == "id_value_helptext"
        assert reader.all("fieldset")[0]["aria-describedby"] == "id_state_helptext"

    def test_every_input_has_a_label(self):
        reader = drawn(Form())
        labelled = {attrs.get("for") for attrs in reader.all("label")}
        inputs = {
            attrs["id"]
            for tag in ("input", "select", "textarea")
            for attrs in reader.all(tag)
            if attrs.get("type") != "hidden"
        }
        assert inputs <= labelled

    def test_fields_that_may_stay_empty_say_so_and_filters_do_not(self):
        class Filter(FilterFormMixin, forms.Form):
            q = forms.CharField(required=False, widget=SearchInput)

        assert "Phase (optional)" in drawn(Form()).words
        assert "(optional)" not in drawn(Filter(QueryDict("q=x"))).words
        assert by_id(drawn(Filter()), "input", "filter_q")["type"] == "search"

    def test_making_a_form_does_not_validate_it(self):
        assert Form({"name": ""})._errors is None

    def test_words_of_people_stay_words(self):
        form = Form({"name": "<script>x</script>", "reason": "</textarea><script>x</script>"})
        assert drawn(form).all("script") == []


class TestErrors:
    BAD = {"name": "", "starts_day": "31", "starts_month": "2", "starts_year": "2020"}

    def test_each_error_stands_at_its_field_and_is_read_with_it(self):
        reader = drawn(Form(self.BAD))
        field = by_id(reader, "input", "id_name")
        assert field["class"] == "nhsuk-input nhsuk-input--error"
        assert field["aria-describedby"] == "id_name_error"
        assert field["aria-invalid"] == "true"
        assert "Error: Enter the service name" in reader.words

    def test_every_link_of_the_summary_leads_to_a_control_on_the_page(self):
        form = Form(self.BAD)
        targets = [attrs["href"].removeprefix("#") for attrs in errors_of(form).all("a")]
        assert targets == ["id_name", "id_state_0", "id_sure", "id_starts_0"]
        shown = {attrs.get("id") for tag in ("input", "select", "textarea") for attrs in drawn(form).all(tag)}
        assert set(targets) <= shown

    def test_a_widget_can_name_its_first_control(self):
        class TwoParts(forms.MultiWidget):
            def __init__(self):
                super().__init__({"amount": forms.TextInput, "kind": forms.TextInput})

            def decompress(self, value):
                return [None, None]

            def first_id(self, auto_id):
                return f"{auto_id}_amount"

        class Composite(AppFormMixin, forms.Form):
            money = forms.CharField(widget=TwoParts())

        assert Composite({})["money"].error_target == "id_money_amount"

    def test_an_error_of_the_whole_form_comes_first(self):
        class Clashing(Form):
            def clean(self):
                raise forms.ValidationError("This service is in another phase")

        reader = errors_of(Clashing({}))
        assert (
            reader.words.split("There is a problem")[1].strip().startswith("This service is in another phase")
        )

    def test_no_errors_no_summary(self):
        assert errors_of(Form()).seen == []


class TestRequired:
    """Fields whose author gave no message of their own."""

    @pytest.mark.parametrize(
        ("field", "message"),
        [
            (forms.CharField(label="Reason"), "Enter the reason"),
            (forms.CharField(label="KPI reference"), "Enter the KPI reference"),
            (forms.CharField(label="When does it start?"), "Answer “When does it start?”"),
            (forms.ChoiceField(choices=CHOICES), "Select the given field"),
            (forms.CharField(error_messages={"required": "Say why"}), "Say why"),
        ],
    )
    def test_a_missing_answer_says_what_to_enter(self, field, message):
        class Asking(AppFormMixin, forms.Form):
            given_field = field

        assert Asking({}).errors["given_field"] == [message]

    def test_one_form_does_not_change_another(self):
        class Asking(AppFormMixin, forms.Form):
            reason = forms.CharField()

        Asking()
        assert "Enter" not in str(Asking.base_fields["reason"].error_messages["required"])

    def test_signing_in_says_what_to_enter_and_shows_no_vanishing_words(self, rf):
        from commissioning.core.forms.account import LoginForm

        form = LoginForm({}, request=rf.post("/accounts/login/"))
        assert form.errors == {"login": ["Enter your e-mail address"], "password": ["Enter your password"]}
        assert not [attrs for attrs in drawn(form).all("input") if "placeholder" in attrs]


class TestDates:
    def clean(self, day, month, year, **options):
        field = DateField(**options)
        return field.clean(
            field.widget.value_from_datadict({"d_day": day, "d_month": month, "d_year": year}, {}, "d")
        )

    def test_three_boxes_make_a_date(self):
        assert self.clean("1", "8", "2020") == date(2020, 8, 1)

    @pytest.mark.parametrize(
        ("boxes", "message"),
        [
            (("31", "2", "2020"), "Enter a real date, such as 1 8 2020"),
            (("", "2", "2020"), "Enter a day, a month and a year, such as 1 8 2020"),
            (("one", "2", "2020"), "Use numbers only"),
            (("1", "13", "2020"), "Enter a real date"),
            (("1", "8", "20"), "Enter a real date"),
        ],
    )
    def test_what_is_no_date_is_refused_with_a_cure(self, boxes, message):
        with pytest.raises(forms.ValidationError, match=message):
            self.clean(*boxes, required=False)

    def test_an_optional_date_may_be_left_blank_and_a_required_one_may_not(self):
        assert self.clean("", "", "", required=False) is None
        with pytest.raises(forms.ValidationError, match="Enter a date"):
            self.clean("", "", "")

    def test_a_date_is_shown_in_its_boxes(self):
        class Dated(AppFormMixin, forms.Form):
            on = DateField()

        reader = drawn(Dated(initial={"on": date(2020, 8, 1)}))
        assert [attrs["value"] for attrs in reader.all("input")] == ["1", "8", "2020"]


class TestOtherPackages:
    class Stock(forms.Form):
        email = forms.EmailField()
        remember = forms.BooleanField(required=False)

    def test_their_forms_are_shown_in_our_markup_with_their_own_errors(self):
        form = self.Stock({"email": "nobody"})
        assert not form.is_valid()
        str(form["email"])  # bound by the other renderer before we come
        reader = drawn(adopt(form))
        assert by_id(reader, "input", "id_email")["class"] == "nhsuk-input nhsuk-input--error"
        assert by_id(reader, "input", "id_remember")["class"] == "nhsuk-checkboxes__input"

    def test_adopting_twice_changes_nothing(self):
        form = adopt(self.Stock())
        assert str(adopt(form)) == str(form)

    def test_the_renderer_of_everything_else_stays_the_stock_one(self):
        assert get_default_renderer() is not RENDERER
        assert "nhsuk" not in str(self.Stock())
