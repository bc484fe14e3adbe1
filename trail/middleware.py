"""Where a change came from when a request made it."""

from trail.actions import came_from


def source(get_response):
    """Every change of the request says “page” or “api”; a door that knows more says so itself."""

    def answer(request):
        with came_from("api" if request.path.startswith("/api/") else "page"):
            return get_response(request)

    return answer
