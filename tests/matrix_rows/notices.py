"""A notice to Nia, and a letter to her that could not be delivered. PLT-5"""

from notices import actions
from notices.models import Letter
from tests.matrix import row
from trail.actions import SYSTEM


def notice(cast):
    return actions.notify(
        cast.nia, "account_role_given", "@pangan", params={"role": "owner"}, url="/accounts/", by=SYSTEM
    )


def letter(cast):
    letters = Letter.objects.filter(notice=notice(cast))
    letters.update(status="dead")
    return letters.get()


MAKERS = {"notice": notice, "letter": letter}
OWN = "one's own notices"
CHOICES = "one's own choices"
ROWS = [
    row("notices:notice_list", get="302 200 200 200 200 200 302", open_to_all=OWN),
    row("notices:read_all_notices", post="302 302 302 302 302 302 302", open_to_all=OWN),
    row("notices:read_notice", of="notice", post="302 404 302 404 404 404 302"),
    row(
        "notices:choose_notices",
        get="302 200 200 200 200 200 302",
        post="302 400 400 400 400 400 302",
        open_to_all=CHOICES,
    ),
    row("notices:reset_choices", post="302 302 302 302 302 302 302", open_to_all=CHOICES),
    row("notices:letter_list", get="302 403 403 403 403 200 302"),
    row("notices:send_again", of="letter", post="302 404 404 404 404 302 302"),
    row("api:notice-list", get="401 200 200 200 200 200 401 403", open_to_all=OWN),
    row("api:notice-detail", of="notice", get="401 404 200 404 404 404 401 403"),
    row("api:notice-read_notice", of="notice", post="401 404 200 404 404 404 401 403"),
    row("api:letter-list", get="401 200 200 200 200 200 401 403", open_to_all="the letters one may see; his are none"),
    row("api:letter-detail", of="letter", get="401 404 404 404 404 200 401 403"),
    row("api:letter-send_again", of="letter", post="401 404 404 404 404 200 401 403"),
    row(
        "api:notice_choices",
        get="401 200 200 200 200 200 401 403",
        patch="401 200 200 200 200 200 401 403",
        body={"ways": {"import_finished": "digest"}, "digest": {"hour": 8}},
        open_to_all=CHOICES,
    ),
]
