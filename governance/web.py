"""What the web server says before Dewan is asked: of a request that it cannot read. PLT-2

An address or a header over the server's limit is refused before anybody knows whether it was for a page or for
the API, so the answer is one that both can read, and never HTML.
"""

import json


def write_problem(sock, status, reason, message):
    """Stands in for gunicorn's own `util.write_error`, which writes HTML. `message` may quote the request: left out."""
    body = json.dumps({"type": "about:blank", "title": reason, "status": status, "detail": DETAILS.get(status, "")})
    head = [
        f"HTTP/1.1 {status} {reason}",
        "Connection: close",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
    ]
    sock.sendall("\r\n".join([*head, "", body]).encode("ascii"))


DETAILS = {
    400: "The request cannot be read.",
    414: "The address is longer than 8,190 characters.",
    431: "A header is longer than 16,380 characters, or there are more than 100.",
}
