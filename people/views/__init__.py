"""Thin doors to people, units, roles and sign-in."""


def typed(request):
    """What the reader typed into a form; None while it is only shown."""
    return request.POST if request.method == "POST" else None
