"""The least that could answer: bare views with one indexed query, behind the middleware that all pages pass."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.template import engines
from rest_framework.generics import ListAPIView
from rest_framework.serializers import ModelSerializer, SerializerMethodField

from accounts.api import AccountRow
from accounts.models import Account

FIELDS = ("platform_id", "handle", "url", "unit__name", "official_since", "retired_on", "status")


@login_not_required
def account_as_json(request):
    """The account of an address, by the index of handles."""
    handle = request.GET["url"].rstrip("/").rpartition("/")[2].lstrip("@")
    account = Account.objects.filter(platform="instagram", handle_key=handle).values(*FIELDS).first()
    return JsonResponse({"answer": "official" if account else "not_listed", "account": account})


@login_not_required
def account_as_page(request):
    """The same in the frame of every public page, in which the organisation's name is another query."""
    handle = request.GET["q"].rstrip("/").rpartition("/")[2].lstrip("@")
    account = Account.objects.filter(platform="instagram", handle_key=handle).values(*FIELDS).first()
    return HttpResponse(_page().render({"account": account}, request))


@cache
def _page():
    return engines["django"].from_string(PAGE)


PAGE = """{% extends "public.html" %}{% block heading %}Official?{% endblock %}{% block content %}
<form><input name="q"><button>Check</button></form>
<section><h2>{{ account.handle }}</h2><dl>{% for name, value in account.items %}<dt>{{ name }}</dt><dd>{{ value }}</dd>
{% endfor %}</dl></section>{% endblock %}"""


class Plain(ModelSerializer):
    """The fields of the list as Django REST framework writes them by itself."""

    unit, owner, backup, custodian, gaps = (SerializerMethodField() for _ in range(5))

    class Meta:
        model = Account
        fields = AccountRow.Meta.fields

    def get_unit(self, account):
        return {"id": account.unit.pk, "name": account.unit.name}

    def get_owner(self, account):
        return {"id": account.owner.pk, "name": account.owner.name}

    def get_backup(self, account):
        return account.backup and {"id": account.backup.pk, "name": account.backup.name}

    def get_custodian(self, account):
        return account.custodian and {"id": account.custodian.pk, "name": account.custodian.name}

    def get_gaps(self, account):
        return []


class AccountList(ListAPIView):
    """Twenty-five accounts by one indexed query."""

    serializer_class = Plain
    pagination_class = None

    def get_queryset(self):
        related = ("unit", "owner", "backup", "custodian")
        return Account.objects.select_related(*related).order_by("handle_key", "id")[:25]
