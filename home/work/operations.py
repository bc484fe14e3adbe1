"""What waits for a person beside the register: stopped imports, letters that did not arrive. REG-10 PLT-5"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from home.work.item import Item
from imports.models import Import
from notices.models import Letter


def of_imports(person, terms):
    rows = Import.objects.visible_to(person).filter(status=Import.Status.STOPPED).order_by("-pk")[:5]
    return [
        Item(
            _("An import stopped and asks: %(file)s") % {"file": job.filename},
            _("It would drop more than the guard allows. Look at what is missing before you go on."),
            job.get_absolute_url(),
            _("Look"),
            icon="upload",
            is_urgent=True,
        )
        for job in rows
    ]


def of_letters(person, terms):
    n = Letter.objects.visible_to(person).dead().values("pk")[:100].count()
    if not n:
        return []
    title = ngettext("%(n)d letter could not be delivered", "%(n)d letters could not be delivered", n) % {"n": n}
    reason = _("Correct the address or the mail server, then send again.")
    return [Item(title, reason, reverse("notices:letter_list"), _("Look"), icon="mail", is_urgent=True)]
