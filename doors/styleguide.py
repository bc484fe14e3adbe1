"""Every part on one page, in debug mode. PLT-7"""

import datetime
from types import SimpleNamespace

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from doors import periods, sprite, statuses
from doors.forms import DateInput

COLOURS = (
    *(
        "paper",
        "surface",
        "sunken",
        "line",
        "line-2",
        "field",
        "ink",
        "ink-2",
        "ink-3",
        "accent",
        "link",
        "accent-tint",
    ),
    *("ok", "ok-tint", "warn", "warn-tint", "over", "over-tint", "insert-tint", "delete-tint", "chart-past"),
)


class Example(forms.Form):
    """A form with every kind of field."""

    email = forms.EmailField(label="Registered e-mail", help_text="On a domain of the organisation")
    backup = forms.CharField(label="Backup owner")
    since = forms.DateField(label="Official since", widget=DateInput, required=False)
    purpose = forms.MultipleChoiceField(
        label="Purpose",
        choices=[("promotion", "Promotion"), ("service", "Service after sale"), ("information", "Information")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    unit = forms.ChoiceField(label="Unit", choices=[("1", "Nusantara Pangan"), ("2", "Nusantara Logistik")])
    file = forms.FileField(label="File", help_text="CSV or JSON Lines", required=False)
    note = forms.CharField(label="Note", widget=forms.Textarea, required=False)
    sure = forms.BooleanField(label="The handle stays with the organisation", required=False)

    def clean_backup(self):
        if self.cleaned_data["backup"] == "Nia Kurniasih":
            raise forms.ValidationError("Choose someone other than the owner")
        return self.cleaned_data["backup"]


def listing(request):
    """Stand-in with the face of lists.Listing."""
    rows = [
        SimpleNamespace(
            mark="IG", handle="@nusantarapangan", unit="Nusantara Pangan", status="active", followers="412,806"
        ),
        SimpleNamespace(
            mark="TT", handle="@nusantarapangan", unit="Nusantara Pangan", status="lost_access", followers="388,140"
        ),
        SimpleNamespace(
            mark="FB", handle="NusantaraLogistik", unit="Nusantara Logistik", status="draft", followers="–"
        ),
    ]
    return SimpleNamespace(
        rows=rows, orderings={"handle": (), "followers": ()}, sort="handle", sorted_by=lambda sort: f"?sort={sort}",
        count=None, count_text="1,000+", filters=None, is_filtered=False, chosen={}, first_url="?",
        next_url="?after=x", previous_url="?before=x", has_next=True, has_previous=True,
    )  # fmt: skip


def entries(now):
    said = [
        ("Made Suardana", "attested step 9, “Remove previous owner in Meta portfolio”, with a screenshot", 1, ""),
        ("Nia Kurniasih", "accepted the transfer", 30, ""),
        ("Sari Wulandari", "proposed Nia Kurniasih as successor", 90, "She has been backup owner since 2024."),
        ("Budi Prasetyo", "confirmed 6 access grants and revoked 1", 24 * 70, ""),
    ]
    return [
        SimpleNamespace(
            sentence=format_html("<b>{}</b> {}", who, what), at=now - datetime.timedelta(hours=hours), why=why
        )
        for who, what, hours, why in said
    ]


def chart(today):
    def year(number, month=1, day=10):
        return datetime.date(number, month, day)

    Bar = periods.Bar
    return periods.chart(
        [
            ("Owner", [Bar("Tono Sugiarto", year(2022), year(2023, 9)),
                       Bar("Fitri Handayani", year(2023, 9), year(2025, 3)),
                       Bar("Budi Prasetyo", year(2025, 3)), Bar("Nia Kurniasih", today, planned=True)]),
            ("Backup", [Bar("Fitri Handayani", year(2022), year(2024, 4)), Bar("Nia Kurniasih", year(2024, 4)),
                        Bar("No one yet", today, missing=True)]),
            ("Custodian", [Bar("Agus Wibowo", year(2022), year(2024, 11)), Bar("Made Suardana", year(2024, 11))]),
        ],
        today=today,
    )  # fmt: skip


@login_not_required
def styleguide(request):
    """Show all parts with what to write for them."""
    now = timezone.now()
    tried = QueryDict("email=pangan@nusantara.example&backup=Nia+Kurniasih&unit=1&since=2026-02-18")
    context = {
        **{"now": now, "icons": list(sprite.ICONS), "colours": COLOURS, "listing": listing(request)},
        "states": [(state, state.replace("_", " ").capitalize()) for state in statuses.LOOKS],
        "wrong": Example(tried, prefix=None),
        "entries": entries(now),
        "chart": chart(timezone.localdate()),
        "deadlines": [
            (now + datetime.timedelta(days=12, minutes=1), None),
            (now + datetime.timedelta(hours=7, minutes=1), None),
            (now + datetime.timedelta(hours=1, minutes=18, seconds=5), now - datetime.timedelta(days=1)),
            (now - datetime.timedelta(days=2, minutes=1), None),
        ],
        "mark": SafeString("IG"),
    }
    return render(request, "styleguide/parts.html", context)
