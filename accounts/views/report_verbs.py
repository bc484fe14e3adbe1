"""The verbs of a reported account as the page offers them: words, form and the action behind. REG-11"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from accounts import actions, forms
from accounts.models import Finding, Report
from accounts.views.verbs import Verb, _with


@dataclass(frozen=True)
class ReportVerb(Verb):
    def is_possible(self, report):
        """Whether the case's state allows it. REG-11"""
        if self.name in Report.MOVES:
            return report.status in Report.MOVES[self.name][0]
        if self.name == "keep_finding":
            return report.again_at is not None and report.status != Finding.REPORTED
        return self.name == "assign_report" or report.status == Finding.TAKEDOWN


TABLE = (
    ReportVerb(
        "find_official",
        forms.NoteOnlyForm,
        _("It is ours"),
        _("It is ours and on the register"),
        _("It is ours"),
        _("Noted: it is ours."),
        _with(actions.find_official),
        _(
            "The public hears from the register that it is official. If its posts are strange, report it as compromised."
        ),
    ),
    ReportVerb(
        "claim_account",
        forms.NoteOnlyForm,
        _("Ours, not registered"),
        _("It is ours, but not on the register"),
        _("It is ours"),
        _("Noted. Now put it on the register, so that somebody answers for it."),
        _with(actions.claim_account),
        _("Somebody of ours opened it alone. Until it is registered the public hears that it is not on our list."),
    ),
    ReportVerb(
        "find_fan",
        forms.FindingForm,
        _("Harmless"),
        _("Not ours, and harmless"),
        _("It is harmless"),
        _("Noted: it is harmless."),
        _with(actions.find_fan),
        _("A fan page, a namesake, a stranger. The public hears only that it is not on our list."),
    ),
    ReportVerb(
        "confirm_impostor",
        forms.ImpostorForm,
        _("Impostor"),
        _("Confirm it as an impostor"),
        _("Confirm the impostor"),
        _("Confirmed. The public is warned from now on."),
        _with(actions.confirm_impostor),
        _("From now on whoever asks hears that it is a fake, and nobody can register it by accident."),
        grave=True,
    ),
    ReportVerb(
        "keep_finding",
        forms.NoteOnlyForm,
        _("Nothing has changed"),
        _("Keep what was found"),
        _("Keep it"),
        _("Noted: what was found still holds."),
        _with(actions.keep_finding),
        _(
            "It was reported again since somebody looked. Look at it once more, then keep the finding or reopen the case."
        ),
    ),
    ReportVerb(
        "ask_takedown",
        forms.StepForm,
        _("Record the take-down request"),
        _("The platform was asked to take it down"),
        _("Record the request"),
        _("The request is on record."),
        _with(actions.ask_takedown),
        _("First ask on the platform itself; here it is put on record, with the day to ask again."),
    ),
    ReportVerb(
        "remind_platform",
        forms.StepForm,
        _("Record a reminder"),
        _("The platform was asked again"),
        _("Record the reminder"),
        _("The reminder is on record."),
        _with(actions.remind_platform),
    ),
    ReportVerb(
        "escalate_takedown",
        forms.StepForm,
        _("Escalate"),
        _("Somebody higher was asked"),
        _("Record the escalation"),
        _("The escalation is on record."),
        _with(actions.escalate_takedown),
        _("A contact person at the platform, a lawyer's letter, an authority."),
    ),
    ReportVerb(
        "record_answer",
        forms.AnswerForm,
        _("Record the answer"),
        _("What the platform answered"),
        _("Record the answer"),
        _("The answer is on record."),
        _with(actions.record_answer),
        _("When it removed the account the case is closed; the public stays warned, should it come back."),
    ),
    ReportVerb(
        "close_report",
        forms.ClosingForm,
        _("Close the case"),
        _("Close the case"),
        _("Close the case"),
        _("The case is closed."),
        _with(actions.close_report),
        _("It stays a confirmed impostor: the public is still warned. A new report after a removal takes it up again."),
    ),
    ReportVerb(
        "find_again",
        forms.BackForm,
        _("It is back"),
        _("The impostor is back"),
        _("Take the case up again"),
        _("The case goes on."),
        _with(actions.find_again),
    ),
    ReportVerb(
        "assign_report",
        forms.AssignForm,
        _("Change unit or account"),
        _("Whom it concerns"),
        _("Save"),
        _("Saved."),
        _with(actions.assign_report),
        _("Keepers of the unit look at it and are told."),
    ),
    ReportVerb(
        "reopen_report",
        forms.FindingForm,
        _("Look at it anew"),
        _("Look at it anew"),
        _("Reopen"),
        _("The case is open again."),
        _with(actions.reopen_report),
        _("What was found no longer counts; nobody is warned of it until somebody decides again."),
        grave=True,
    ),
)
VERBS = {verb.name: verb for verb in TABLE}

# The four answers to the one question of a new case, in the order in which they are looked for.
FINDINGS = ("find_official", "claim_account", "find_fan", "confirm_impostor")
MENU = (
    ("keep_finding", "ask_takedown", "record_answer", "remind_platform", "escalate_takedown", "close_report"),
    ("confirm_impostor", "find_again", "assign_report", "reopen_report"),
)


def offered(report, allowed):
    """The verbs a reader may use on the case as it stands."""
    return {verb.name: verb for verb in TABLE if verb.may in allowed and verb.is_possible(report)}
