"""Forms keep what was typed, say errors where they are, and let one pick from thousands. PLT-7"""

import pytest
from django import forms

from doors.forms import DateInput, PickerField, options
from people.models import Person


class Ask(forms.Form):
    """One of each that our templates treat apart."""

    email = forms.EmailField(label="E-mail", help_text="Of the organisation")
    on = forms.DateField(label="On", widget=DateInput, required=False)
    kinds = forms.MultipleChoiceField(
        label="Kinds", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple, required=False
    )
    sure = forms.BooleanField(label="Sure", required=False)
    token = forms.CharField(widget=forms.HiddenInput, required=False)


def test_form_says_its_errors_twice_and_keeps_what_was_typed():
    page = str(Ask({"email": "<b>nobody", "on": "2026-02-18", "kinds": ["a"]}))
    assert 'href="#id_email">E-mail: Enter a valid email address.</a>' in page
    assert 'id="id_email_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'value="&lt;b&gt;nobody"' in page
    assert 'type="date" name="on" value="2026-02-18"' in page
    described = (
        'aria-describedby="id_email_helptext id_email_error"',
        'aria-describedby="id_email_error id_email_helptext"',
    )
    assert any(one in page for one in described)
    assert page.index('<label for="id_email"') < page.index('id="id_email_error"') < page.index('name="email"')


def test_form_without_errors_shows_no_summary():
    page = str(Ask())
    assert "error-summary" not in page
    assert page.count("<fieldset") == page.count("<legend>Kinds") == 1
    assert 'class="field check"' in page
    assert page.count('name="token"') == 1


@pytest.fixture
def owner(organisation):
    return PickerField(queryset=Person.objects.all(), url="stylesheet", search=("name", "email"), label="Owner")


@pytest.mark.parametrize("text", ["Nia Kurniasih", "nia kurniasih", " NIA@nusantara.example ", "whatever #{pk}"])
def test_pick_by_name_mail_or_number(owner, nia, text):
    assert owner.clean(text.format(pk=nia.pk)) == nia


@pytest.mark.parametrize("text", ["Nobody", "N #0", "x #99999999999999999", "Nia", "\x00"])
def test_pick_refuses_what_is_not_there(owner, text):
    with pytest.raises(forms.ValidationError, match="Nothing is called"):
        owner.clean(text)


def test_pick_refuses_to_guess_between_namesakes(owner, nia, root):
    Person.objects.create(name="Nia Kurniasih", unit=root)
    with pytest.raises(forms.ValidationError, match="Several are called"):
        owner.clean("Nia Kurniasih")
    assert owner.clean(owner.prepare_value(nia.pk)) == nia


def test_pick_sees_only_what_the_reader_may_see(owner, nia):
    owner.queryset = Person.objects.exclude(pk=nia.pk)
    with pytest.raises(forms.ValidationError):
        owner.clean(f"Nia Kurniasih #{nia.pk}")


def test_options_are_few_and_escaped(rf, root):
    Person.objects.bulk_create(Person(name=f'"><b>{n}', unit=root) for n in range(25))
    body = options(rf.get("/?owner=<b>"), Person.objects.order_by("name")).content.decode()
    assert body.count("<option") == 20
    assert "<b>" not in body
    assert options(rf.get("/?owner=a"), Person.objects.all()).content.strip() == b""
    assert options(rf.get("/?owner=%00%00"), Person.objects.all()).content.strip() == b""
