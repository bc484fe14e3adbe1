"""Every answer forbids what our pages do not need, and bad addresses are refused, not broken. PLT-7"""

import gzip

import pytest
from django.http import HttpResponse

from doors import middleware


def directives(response):
    return dict(part.split(" ", 1) for part in response["Content-Security-Policy"].split("; "))


@pytest.mark.django_db
def test_policy_on_pages_and_errors(client):
    for address in ("/healthz", "/no-such-page", "/?x=%00"):
        policy = directives(client.get(address))
        assert policy["default-src"] == "'none'"
        assert policy["script-src"] == policy["style-src"] == "'self'"
        assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert not any("unsafe" in value for value in policy.values())


def test_policy_of_the_view_stays(rf):
    answer = middleware.headers(lambda request: HttpResponse(headers={"Content-Security-Policy": "sandbox"}))
    assert answer(rf.get("/"))["Content-Security-Policy"] == "sandbox"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/?q=a%00b", "/official/?url=%00", "/no%00where"])
def test_nul_is_refused(client, address):
    response = client.get(address)
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_nul_is_refused_to_the_api_as_a_problem(client):
    response = client.get("/api/v1/official?url=%00")
    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [("?lang=id", "en", "id"), ("?lang=en", "id", "en"), ("?lang=xx", "id", "id"), ("", "en", "en")],
)
def test_language_of_the_reader(client, asked, accepted, language):
    response = client.get(f"/no-such-page{asked}", headers={"accept-language": accepted})
    assert response["Content-Language"] == language
    assert ("django_language" in response.cookies) is (asked.endswith(("id", "en")))


def test_zone_of_the_reader():
    assert str(middleware.zone("Asia/Jayapura")) == "Asia/Jayapura"
    assert middleware.zone("Mars/Olympus") is None
    assert middleware.zone("../etc/passwd") is None


@pytest.mark.django_db
def test_pages_are_compressed_and_answers_of_the_api_are_not(client):
    """PLT-7: a tag of the API stays the one by which a writer says what he saw."""
    page = client.get("/official/", headers={"accept-encoding": "gzip"})
    assert page["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in page["Vary"]
    assert b"</html>" in gzip.decompress(page.content)
    assert "Content-Encoding" not in client.get("/official/")
    answer = client.get("/api/v1/schema/", headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in answer
