"""The OpenAPI document and its page tell the truth. PLT-2"""

import io
import json
import re

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver

from doors.api.docs import NothingHere, SchemaView, docs_page
from doors.api.schema import document
from doors.api.viewsets import Guarded

SCHEMA, DOCS = "/api/v1/schema/", "/api/v1/docs/"
NOT_DESCRIBED = {SchemaView, NothingHere}


def api_views():
    """Every view under /api/v1/ with its route."""
    namespace = get_resolver().namespace_dict["api"][1]
    for pattern in namespace.url_patterns:
        assert isinstance(pattern, URLPattern)
        view = getattr(pattern.callback, "cls", pattern.callback)
        yield pattern, view


def test_the_document_is_valid_and_without_warnings():
    """PLT-2"""
    call_command("spectacular", "--validate", "--fail-on-warn", "--format=openapi-json", stdout=io.StringIO())


def test_every_view_keeps_the_conventions():
    """No view under /api/ stands outside: closed by default, strict, tagged. PLT-4"""
    views = {view for _pattern, view in api_views()} - {docs_page}
    assert {view for view in views if not issubclass(view, Guarded)} == set()


def test_every_address_is_described():
    """PLT-2"""
    described = {re.sub(r"{\w+}", "{}", path) for path in document()["paths"]}
    for pattern, view in api_views():
        if view in NOT_DESCRIBED or view is docs_page:
            continue
        route = re.sub(r"\(\?P<\w+>[^)]*\)|<[^>]+>", "{}", str(pattern.pattern)).strip("^$")
        assert f"/api/v1/{route}" in described


def test_every_operation_names_its_refusals_and_its_scope():
    """PLT-2"""
    for path, operations in document()["paths"].items():
        for method, operation in operations.items():
            assert {"400", "406", "429", "503"} <= set(operation["responses"]), (method, path)
            is_public = {} in operation.get("security", [{}])
            assert is_public or "x-scope" in operation, (method, path)
            names = {one["name"] for one in operation["parameters"] if one["in"] == "header"}
            assert ("Idempotency-Key" in names) == (method != "get"), (method, path)


def test_bodies_are_closed():
    """An unknown field is refused, and the document says so. PLT-2"""
    described = document()
    for operations in described["paths"].values():
        for operation in operations.values():
            for content in operation.get("requestBody", {}).get("content", {}).values():
                name = content["schema"].get("$ref", "").rsplit("/", 1)[-1]
                assert not name or described["components"]["schemas"][name]["additionalProperties"] is False


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("application/json", "application/json"),
        ("application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("application/vnd.oai.openapi", "application/vnd.oai.openapi"),
        ("*/*", "application/vnd.oai.openapi+json"),
    ],
)
def test_the_document_is_public_in_two_forms(client, db, accept, kind):
    """PLT-2"""
    answer = client.get(SCHEMA, headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (200, kind)
    again = client.get(SCHEMA, headers={"Accept": accept, "If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_document_shows_the_token_scheme(client, db):
    """PLT-2"""
    found = json.loads(client.get(SCHEMA).content)
    assert found["openapi"].startswith("3.")
    assert found["components"]["securitySchemes"]["token"]["scheme"] == "bearer"


def test_the_page_shows_every_operation(client, db):
    """PLT-2"""
    answer = client.get(DOCS)
    page = answer.content.decode()
    operations = [one for paths in document()["paths"].values() for one in paths.values()]
    assert answer.status_code == 200
    assert page.count("<details") == len(operations)
    assert all(f'id="{operation["operationId"]}"' in page for operation in operations)
    assert not re.search(r"<style|<script(?! (type=\"module\" )?(defer )?src=)|\sstyle=|\son\w+=", page)


def test_the_page_under_our_policy_in_a_browser(page):
    """No violation of the policy, nothing from elsewhere, usable by keyboard. PLT-7"""
    wrong, asked = [], []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: asked.append(request.url))
    page.goto(DOCS)
    page.keyboard.press("Tab")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator("details[open]").count() == 1
    assert wrong == []
    assert all(url.startswith(page.url.split("/api/")[0]) for url in asked)


def test_the_page_has_no_findings_of_axe(page):
    """WCAG 2.2 AA"""
    from axe_playwright_python.sync_playwright import Axe

    page.goto(DOCS)
    page.locator("summary").first.click()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
