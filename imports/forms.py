"""What a person chooses on the way from a file to the register. REG-10"""

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from doors.forms import PickerField
from imports.kinds import kinds
from imports.models import Import, ImportRow
from imports.permissions import kinds_for, units_for
from imports.readers.refused import MAX_BYTES
from imports.rows import CREATE, ERROR, UNCHANGED, UPDATE
from people.models import Unit

VERDICTS = (
    (ERROR, _("With errors")),
    (CREATE, _("New")),
    (UPDATE, _("Changed")),
    (UNCHANGED, _("Unchanged")),
)


class UploadForm(forms.Form):
    """A file, what it holds, where it comes from and to which unit its rows belong."""

    kind = forms.ChoiceField(label=_("What the file holds"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("File"),
        help_text=_("Excel workbook (.xlsx), CSV or JSON Lines, up to 256 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.tsv,.txt,.jsonl,.ndjson,.json"}),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=100,
        initial="default",
        help_text=_(
            "Where the file comes from, such as “HR”. The next file of the same source is compared with this one:"
            " what is missing there is ended here."
        ),
    )
    unit = PickerField(
        label=_("Unit of rows that name none"),
        queryset=Unit.objects.none(),
        url="people:unit_options",
        required=False,
        help_text=_("Left empty: the organisation itself."),
    )

    def __init__(self, *args, person, **options):
        super().__init__(*args, **options)
        self.person = person
        self.allowed = {kind.name: kind for kind in kinds_for(person)}
        self.fields["kind"].choices = [(kind.name, kind.label) for kind in self.allowed.values()]
        if len(self.allowed) == 1:
            self.fields["kind"].initial = next(iter(self.allowed))
        self.fields["unit"].queryset = Unit.objects.visible_to(person)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is larger than 256 MB. Split it into several."))
        return file

    def clean_source(self):
        return self.cleaned_data["source"].strip() or "default"

    def clean(self):
        """Whoever administers one unit only cannot leave the unit open."""
        kind, unit = self.allowed.get(self.cleaned_data.get("kind")), self.cleaned_data.get("unit")
        if kind is None or "unit" in self.errors:
            return
        allowed = units_for(self.person, kind)
        if unit is not None and not allowed.filter(pk=unit.pk).exists():
            self.add_error("unit", _("You may not import into this unit."))
        elif unit is None and not allowed.filter(is_root=True).exists():
            self.add_error("unit", _("Choose a unit that you administer."))


class MapForm(forms.Form):
    """For every column of the file the field it means, or nothing."""

    def __init__(self, *args, job, **options):
        super().__init__(*args, **options)
        self.job = job
        choices = [("", _("Leave out"))]
        choices += [(field.key, f"{field.label} *" if field.required else field.label) for field in job.importer.fields]
        for index, column in enumerate(job.shape["columns"]):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=column, choices=choices, required=False, initial=job.mapping.get(column, "")
            )

    def clean(self):
        """No field is filled by two columns."""
        taken = {}
        for name, key in list(self.cleaned_data.items()):
            if key and key in taken:
                self.add_error(name, _("“%(column)s” means this already.") % {"column": taken[key]})
            taken.setdefault(key, self.fields[name].label)

    @property
    def asked(self):
        return {self.fields[name].label: key for name, key in self.cleaned_data.items()}


class ImportFilter(django_filters.FilterSet):
    kind = django_filters.ChoiceFilter(label=_("Holds"), empty_label=_("Everything"))
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Import.Status.choices, empty_label=_("Any status"))

    class Meta:
        model = Import
        fields = ("kind", "status")

    def __init__(self, *args, **options):
        self.base_filters["kind"].extra["choices"] = [(kind.name, kind.label) for kind in kinds()]
        super().__init__(*args, **options)


class RowFilter(django_filters.FilterSet):
    verdict = django_filters.ChoiceFilter(
        label=_("Rows"),
        choices=(*VERDICTS, ("doubtful", _("Looking like a secret"))),
        empty_label=_("All but the unchanged"),
        method="with_verdict",
    )

    class Meta:
        model = ImportRow
        fields = ("verdict",)

    def with_verdict(self, rows, name, value):
        return rows.exclude(warnings=[]) if value == "doubtful" else rows.filter(verdict=value)
