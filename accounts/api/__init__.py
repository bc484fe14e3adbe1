"""The API door of the register. PLT-2 REG-1 REG-9"""

from django.urls import path
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts import actions
from accounts.api.access import routes as ACCESS_ROUTES
from accounts.api.checklist import ChecklistViewSet, EvidenceView, TemplateViewSet
from accounts.api.parts import part_of
from accounts.api.proof import ControlProofViewSet
from accounts.api.report import LookalikeViewSet, ReportViewSet
from accounts.api.request import AccountRequestViewSet
from accounts.api.shapes import (
    Access,
    AccountEdit,
    AccountIn,
    AccountOut,
    AccountRow,
    Appoint,
    AppointOrClear,
    BreakOut,
    Custody,
    EditTool,
    EndAccess,
    EndTool,
    PastTenure,
    Reason,
    Rename,
    Retirement,
    Retiring,
    Rotation,
    TenureOut,
    Tool,
    Verification,
)
from accounts.filters.account import AccountApiFilter
from accounts.models import Account
from accounts.public.official import OfficialView
from accounts.rules.tool import breaks_of
from doors.api import Creates, Edits, GovernedViewSet, Why, extend_schema, verb


class AccountViewSet(Creates, Edits, GovernedViewSet):
    """Official accounts of the organisation. REG-1"""

    model = Account
    scope = "accounts"
    serializer_class = AccountOut
    create_serializer_class = AccountIn
    edit_serializer_class = AccountEdit
    filterset_class = AccountApiFilter
    ordering_fields = ("handle_key", "status", "owner_since", "verified_on", "id")
    ordering = "handle_key"

    def get_serializer_class(self):
        return AccountRow if self.action == "list" else AccountOut

    def rows(self):
        rows = super().rows()
        return rows.for_api() if self.action == "list" else rows.with_people()

    def create_with(self, data, *, by):
        return actions.register_account(**data, by=by)

    def edit_with(self, account, data, *, by):
        return actions.edit_account(account, **data, by=by)

    @verb(Rename)
    def rename_account(self, account, data, *, by):
        """Record the account's new handle. REG-1"""
        return actions.rename_account(account, data["handle"], by=by, why=data.get("why", ""))

    @verb(Appoint)
    def set_owner(self, account, data, *, by):
        """Move the ownership to a person at once. REG-2"""
        return actions.set_owner(account, data["person"], by=by, why=data.get("why", ""))

    @verb(AppointOrClear)
    def set_backup(self, account, data, *, by):
        """Name the backup owner, or nobody. REG-1"""
        return actions.set_backup(account, data["person"], by=by, why=data.get("why", ""))

    @verb(Custody)
    def set_custodian(self, account, data, *, by):
        """Record who keeps the credentials, and where; never the credentials. REG-6"""
        return actions.set_custodian(account, data.pop("person"), by=by, **data)

    @verb(Rotation)
    def record_rotation(self, account, data, *, by):
        """Record that the password was changed. REG-6"""
        return actions.record_rotation(account, by=by, **data)

    @verb(Verification)
    def verify_account(self, account, data, *, by):
        """Record that control of the account was proven. REG-1"""
        return actions.verify_account(account, by=by, **data)

    @extend_schema(responses=TenureOut(many=True))
    @action(detail=True, pagination_class=None, filter_backends=())
    def tenures(self, request, pk=None):
        """Give every period in which somebody answered for the account, the present ones with it. REG-2"""
        tenures = self.get_object().tenures.select_related("person").order_by("part", "from_at")
        return Response(TenureOut(tenures, many=True).data)

    @verb(PastTenure)
    def record_past_tenure(self, account, data, *, by):
        """Add a period that ended before the register began. REG-2"""
        actions.record_past_tenure(account, by=by, **data)
        return account

    @verb(Access)
    def grant_access(self, account, data, *, by):
        """Record that a person has a role on the platform. REG-5"""
        actions.grant_access(account, data.pop("person"), data.pop("platform_role"), by=by, **data)
        return account

    @verb(EndAccess)
    def end_access(self, account, data, *, by):
        """Record that a person's role on the platform was taken away. REG-5"""
        grant = part_of(account.access_grants, "access", data)
        actions.end_access(grant, by=by, why=data.get("why", ""))
        return account

    @verb(Tool)
    def connect_tool(self, account, data, *, by):
        """Record that a tool may act through the account. REG-1"""
        actions.connect_tool(account, data.pop("name"), data.pop("authorised_by"), by=by, **data)
        return account

    @verb(EditTool)
    def edit_tool(self, account, data, *, by):
        """Change what is on record of a connected tool. REG-1"""
        tool = part_of(account.connected_tools.select_related("authorised_by"), "tool", data)
        actions.edit_tool(tool, by=by, **{name: data[name] for name in data if name != "tool"})
        return account

    @extend_schema(responses=BreakOut(many=True))
    @action(detail=True, pagination_class=None, filter_backends=(), url_path="what-breaks")
    def what_breaks(self, request, pk=None):
        """Give what stops, may stop and goes on when the password of this account changes, the worst first. REG-6"""
        return Response(BreakOut(breaks_of(self.get_object()), many=True).data)

    @verb(EndTool)
    def disconnect_tool(self, account, data, *, by):
        """Record that a tool was disconnected. REG-1"""
        tool = part_of(account.connected_tools, "tool", data)
        actions.disconnect_tool(tool, by=by, why=data.get("why", ""))
        return account

    @verb(Why)
    def activate_account(self, account, data, *, by):
        """Declare the account official, once nothing is missing. REG-3"""
        return actions.activate_account(account, by=by, **data)

    @verb(Reason)
    def abandon_account(self, account, data, *, by):
        """Give the account up before it opens. REG-3"""
        return actions.abandon_account(account, by=by, **data)

    @verb(Reason)
    def suspend_account(self, account, data, *, by):
        """Stop using the account for now. REG-7"""
        return actions.suspend_account(account, by=by, **data)

    @verb(Reason)
    def report_compromised(self, account, data, *, by):
        """Someone else has, or may have, control. REG-7"""
        return actions.report_compromised(account, by=by, **data)

    @verb(Reason)
    def report_lost_access(self, account, data, *, by):
        """Nobody of ours can get in. REG-7"""
        return actions.report_lost_access(account, by=by, **data)

    @verb(Reason)
    def restore_account(self, account, data, *, by):
        """Put the account back in use. REG-7"""
        return actions.restore_account(account, by=by, **data)

    @verb(Retiring)
    def start_retiring(self, account, data, *, by):
        """Give notice that the account closes. REG-7"""
        return actions.start_retiring(account, by=by, **data)

    @verb(Retirement)
    def retire_account(self, account, data, *, by):
        """Close the account for good. REG-7 REG-12"""
        return actions.retire_account(account, by=by, **data)

    @verb(Reason)
    def reinstate_account(self, account, data, *, by):
        """Take a retired account back into the register. REG-7"""
        return actions.reinstate_account(account, by=by, **data)


routes = [
    ("accounts", AccountViewSet, "account"),
    ("account-requests", AccountRequestViewSet, "accountrequest"),
    ("proofs", ControlProofViewSet, "proof"),
    ("checklists", ChecklistViewSet, "checklist"),
    ("checklist-templates", TemplateViewSet, "checklisttemplate"),
    *ACCESS_ROUTES,
    ("reports", ReportViewSet, "report"),
    ("lookalikes", LookalikeViewSet, "lookalike"),
]
urlpatterns_api = [
    path("official", OfficialView.as_view(), name="official"),
    path("evidence/<int:pk>/file", EvidenceView.as_view(), name="evidence"),
]
