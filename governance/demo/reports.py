"""Suspicious accounts in the demo: one to look at, one impostor, one fan page, one take-down that waits. REG-11"""

from datetime import timedelta

from accounts import actions
from accounts.models import Platform, Report
from trail.actions import SYSTEM

# platform, handle: (days ago, by whom or None for outside, concern, words, e-mail)
SEEN = (
    ("instagram", "nusantarapangan_undian", 1, None, "money", "Says I won a voucher and wants my OTP.", "ibu.tuti@mail.example"),
    ("instagram", "nusantarapangan_undian", 0, None, "money", "My mother got the same message from it.", ""),
    ("x", "nusantarapangn", 6, "nia", "pretends", "Answers our customers and asks for their numbers.", ""),
    ("x", "nusantarapangn", 5, None, "pretends", "Is this you? It wrote to me first.", ""),
    ("instagram", "pecinta.nusantarapangan", 30, "citra", "other", "Uses our pictures, but seems to be a fan.", ""),
    ("facebook", "NusantaraPanganHadiah", 9, None, "money", "Gift cards against a small fee.", "budi.t@mail.example"),
    ("facebook", "NusantaraPanganHadiah", 8, "eko", "money", "A customer in the shop showed it to me.", ""),
    ("tiktok", "nusantaragroup.official", 200, "putri", "pretends", "Our logo, none of our videos.", ""),
)  # fmt: skip


def plan(story):
    """Put the cases on their days."""
    for platform, handle, days, name, concern, words, email in SEEN:
        story.plan(days, _report(story, platform, handle, name, concern, words, email), hour=10)

    def decide(days, platform, handle, verb, hour=11, **given):
        def deed():
            case = Report.objects.get(platform=platform, handle=handle)
            getattr(actions, verb)(case, by=story.people["tono"], **given)

        story.plan(days, deed, hour=hour)

    decide(4, "x", "nusantarapangn", "confirm_impostor", why="Our logo; the number it gives is not ours")
    decide(29, "instagram", "pecinta.nusantarapangan", "find_fan", why="Says that it is a fan page, sells nothing")
    fake = ("facebook", "NusantaraPanganHadiah")
    decide(8, *fake, "confirm_impostor", why="Asks for money in our name")
    decide(6, *fake, "ask_takedown", hour=12, channel="form", reference="FB-7741903",
           follow_up_on=story.today + timedelta(days=1))  # fmt: skip
    gone = ("tiktok", "nusantaragroup.official")
    decide(199, *gone, "confirm_impostor", why="Not ours; nobody here knows it")
    decide(198, *gone, "ask_takedown", channel="form", reference="TT-220418")
    decide(190, *gone, "remind_platform", channel="partner", note="Told our contact person")
    decide(186, *gone, "record_answer", answer="removed")


def _report(story, platform, handle, name, concern, words, email):
    def deed():
        given = {"platform": Platform.objects.get(pk=platform), "concern": concern, "seen": words}
        if name:
            actions.report_account(handle, by=story.people[name], **given)
        else:
            actions.report_publicly(handle, by=SYSTEM, email=email, **given)

    return deed
