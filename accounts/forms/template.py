"""What an administrator fills in to write a version of a checklist template. REG-4"""

from django import forms
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from accounts.forms.account import Reason
from accounts.models import ChecklistKind, EvidenceNeed, Platform, Purpose
from accounts.rules.checklist import KEY, MOST_STEPS
from doors.forms import DateInput


class StepForm(forms.Form):
    """One step in both languages; one without an English title is no step."""

    key = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    position = forms.IntegerField(label=_("Place"), required=False, min_value=1, max_value=200)
    title_en = forms.CharField(label=_("Title in English"), required=False, max_length=200)
    title_id = forms.CharField(label=_("Title in Indonesian"), required=False, max_length=200)
    help_en = forms.CharField(
        label=_("Help in English"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_id = forms.CharField(
        label=_("Help in Indonesian"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    evidence = forms.ChoiceField(label=_("Asks for"), required=False, choices=EvidenceNeed.choices)
    after = forms.CharField(
        label=_("Stands behind the step"),
        required=False,
        max_length=50,
        help_text=_("Key of a step of the general template."),
    )
    is_required = forms.BooleanField(label=_("Must be done or set aside"), required=False)

    def clean(self):
        data = super().clean()
        has_words = any(data.get(name) for name in ("title_id", "help_en", "help_id"))
        if has_words and not data.get("title_en"):
            self.add_error("title_en", _("Give it an English title."))
        return data

    def step(self, taken):
        """The step as a template keeps it; a new one gets its key from its title."""
        data = self.cleaned_data
        key = data["key"] or slugify(data["title_en"]).replace("-", "_")[:40]
        key = key if KEY(key) else f"step_{key}"[:50]
        number = 2
        stem = key
        while not data["key"] and key in taken:
            key, number = f"{stem[:45]}_{number}", number + 1
        return {
            "key": key,
            "title": {"en": data["title_en"], "id": data["title_id"]},
            "help": {"en": data["help_en"], "id": data["help_id"]},
            "is_required": data["is_required"],
            "evidence": data["evidence"],
            "after": data["after"],
        }


class Steps(forms.BaseFormSet):
    def steps(self):
        """The steps in the order of their places; those marked to be left out are not among them."""
        chosen = [
            (form.cleaned_data.get("position") or 999, number, form)
            for number, form in enumerate(self.forms)
            if form.cleaned_data.get("title_en") and not form.cleaned_data.get("DELETE")
        ]
        found = []
        for _place, _number, form in sorted(chosen, key=lambda each: each[:2]):
            found.append(form.step({step["key"] for step in found}))
        return found

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Leave this step out")


StepFormSet = forms.formset_factory(StepForm, formset=Steps, extra=2, can_delete=True, max_num=MOST_STEPS)


def initial_of(template):
    """What the formset shows of a template."""
    return [
        {
            "key": step["key"],
            "position": place,
            "evidence": step["evidence"],
            "after": step.get("after", ""),
            "is_required": step["is_required"],
            **{f"{name}_{code}": step[name].get(code, "") for name in ("title", "help") for code in ("en", "id")},
        }
        for place, step in enumerate(template.steps, 1)
    ]


class TemplateForm(forms.Form):
    """For which accounts, and when somebody last compared it with what the platforms do."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    kind = forms.ChoiceField(label=_("Kind"), choices=ChecklistKind.choices)
    platform = forms.ModelChoiceField(
        label=_("Platform"), queryset=Platform.objects.order_by("position"), required=False, empty_label=_("All")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), required=False, choices=[("", _("All")), *Purpose.choices])
    last_checked_on = forms.DateField(
        label=_("Last checked"),
        widget=DateInput,
        help_text=_("The day on which the steps were last compared with what the platforms do."),
    )
    why = Reason(required=False, label=_("Note"), help_text=_("What changed and why; it stays on record."))

    def __init__(self, *args, template=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.template = template
        if template is not None:
            for name in ("kind", "platform", "purpose"):
                del self.fields[name]

    def given(self):
        data = dict(self.cleaned_data)
        if self.template is not None:
            data |= {"kind": self.template.kind, "purpose": self.template.purpose}
            return {**data, "platform_key": self.template.platform_key}
        platform = data.pop("platform")
        return {**data, "platform_key": platform.pk if platform else ""}
