"""What a file may say of a person, cleaned value by value. ORG-2 ORG-3"""

from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from imports.kinds import Field
from people.models import Kind
from people.querysets import normal_email

FIELDS = (
    Field("dewan_id", _("Number in Dewan")),
    Field(
        "external_id",
        _("Number in the source"),
        ("owner_id", "person_id", "employee_id", "employee_number", "personnel_number", "staff_id", "user_id",
         "nip", "nik", "id"),
    ),
    Field("name", _("Name"), ("full_name", "display_name", "employee_name", "nama", "nama_lengkap"), required=True),
    Field("email", _("E-mail"), ("e_mail", "mail", "email_address", "work_email", "surel", "alamat_email")),
    Field("unit", _("Unit"), ("unit_path", "department", "division", "org_unit", "unit_kerja", "departemen", "divisi")),
    Field("job_title", _("Job title"), ("title", "position", "jabatan")),
    Field("responsibilities", _("Social media responsibilities"), ("tanggung_jawab",)),
    Field("line_manager", _("Line manager"), ("manager_id", "line_manager_id", "manager", "supervisor_id", "atasan")),
    Field("status", _("Employment status"), ("employment_status", "active", "is_active", "status_kepegawaian")),
    Field("leaving_on", _("Last day"), ("last_day", "leaving_date", "last_working_day", "hari_terakhir")),
    Field("kind", _("Works as"), ("works_as", "employment_type", "person_kind", "jenis")),
    Field("employer", _("Employer"), ("agency", "company")),
    Field("sponsor", _("Sponsor inside"), ("sponsor_id",)),
    Field("contract_ends_on", _("Contract ends on"), ("contract_end", "contract_end_date", "akhir_kontrak")),
)  # fmt: skip
LENGTHS = {"name": 200, "external_id": 200, "job_title": 200, "employer": 200, "email": 254}
PRESENT = {"active", "true", "1", "yes", "y", "employed", "leaving", "aktif", "ya"}
GONE = {"left", "inactive", "false", "0", "no", "n", "terminated", "disabled", "keluar", "nonaktif", "tidak"}
KINDS = {
    **{kind.value: kind.value for kind in Kind},
    "karyawan": "employee", "pegawai": "employee", "permanent": "employee", "agensi": "agency",
    "kontraktor": "contractor", "kontrak": "contractor", "magang": "intern",
}  # fmt: skip


def clean(row, units):
    """Replace what the file wrote by what is meant, field by field; empty cells are left out. Errors go to the row."""
    values = {}
    for key, text in row.values.items():
        if not text:
            continue
        try:
            values[key] = _clean_one(key, text, units)
        except (LookupError, ValueError) as wrong:
            row.error(key, wrong)
        except ValidationError as wrong:
            row.error(key, " ".join(wrong.messages))
    row.values = values


def _clean_one(key, text, units):
    if len(text) > LENGTHS.get(key, 10_000):
        raise ValueError(gettext("is longer than %(limit)s characters") % {"limit": LENGTHS.get(key, 10_000)})
    if key == "email":
        validate_email(text)
        return normal_email(text)
    if key == "unit":
        return units.find(text)
    if key in ("leaving_on", "contract_ends_on"):
        return _day(text)
    if key == "dewan_id":
        if not (text.isdecimal() and len(text) < 18):
            raise ValueError(gettext("“%(text)s” is not a number") % {"text": text})
        return int(text)
    if key == "status":
        return _one_of(text, {**dict.fromkeys(PRESENT, "present"), **dict.fromkeys(GONE, "gone")})
    if key == "kind":
        return _one_of(text, KINDS)
    return text


def _one_of(text, known):
    found = known.get(text.casefold())
    if found is None:
        raise ValueError(
            gettext("“%(text)s” is not known; write one of %(known)s")
            % {"text": text, "known": ", ".join(list(known)[:8])}
        )
    return found


def _day(text):
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        raise ValueError(gettext("“%(text)s” is not a date of the form 2026-12-31") % {"text": text}) from None
