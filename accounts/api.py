"""The API door of the register. PLT-2 REG-1 REG-9"""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts import actions
from accounts.filters import AccountApiFilter
from accounts.models import Account, Audience, Badge, Part, Platform, Purpose, Tenure, TwoFactor
from accounts.public import OfficialView
from accounts.rules.gaps import gaps_of, terms
from accounts.rules.secrets import VAULTS
from doors.api import (
    Creates,
    Edits,
    GovernedViewSet,
    Named,
    Ref,
    StrictModelSerializer,
    StrictSerializer,
    Why,
    extend_schema_field,
    verb,
)
from people.permissions import may


class CustodySerializer(StrictModelSerializer):
    """Where the credentials lie and how they are recovered; for the few who may know. REG-6"""

    two_factor_holder = Named()

    class Meta:
        model = Account
        fields = (
            "vault",
            "vault_item",
            "rotated_on",
            "rotation_due_on",
            "recovery_email",
            "recovery_phone",
            "two_factor_holder",
        )


FACTS = (
    "name",
    "url",
    "platform_uid",
    "purposes",
    "audiences",
    "languages",
    "registered_email",
    "two_factor",
    "container",
    "ad_account",
    "payer",
    "badge",
    "approval",
    "official_since",
)


class AccountRow(StrictModelSerializer):
    """An account as lists show it."""

    platform = serializers.CharField(source="platform_id", read_only=True)
    unit = Named()
    owner = Named()
    backup = Named()
    custodian = Named()
    gaps = serializers.SerializerMethodField()

    class Meta:
        model = Account
        fields = (
            "id",
            "platform",
            "handle",
            "unit",
            "status",
            "owner",
            "owner_since",
            "owner_is_interim",
            "backup",
            "custodian",
            *FACTS,
            "verified_on",
            "verified_how",
            "retire_on",
            "retired_on",
            "gaps",
            "version",
        )

    def get_gaps(self, account) -> list[str]:
        if "terms" not in self.context:
            self.context["terms"] = terms()
        return [gap.key for gap in gaps_of(account, self.context["terms"])]


class AccountOut(AccountRow):
    """An account alone; `custody` is null for who may not read it."""

    custody = serializers.SerializerMethodField()

    class Meta(AccountRow.Meta):
        fields = (*AccountRow.Meta.fields, "custody")

    def get_custody(self, account) -> CustodySerializer(allow_null=True):
        if may(self.context["request"].user, "see_custody", account):
            return CustodySerializer(account).data
        return None


class AccountEdit(StrictSerializer):
    """The facts that `edit_account` changes."""

    name = serializers.CharField(max_length=200, required=False, allow_blank=True)
    url = serializers.URLField(max_length=500, required=False, allow_blank=True)
    platform_uid = serializers.CharField(max_length=100, required=False, allow_blank=True)
    unit = Ref(model="people.Unit", required=False)
    purposes = serializers.ListField(child=serializers.ChoiceField(Purpose.choices), required=False)
    audiences = serializers.ListField(child=serializers.ChoiceField(Audience.choices), required=False)
    languages = serializers.ListField(child=serializers.CharField(max_length=20), required=False, max_length=20)
    registered_email = serializers.EmailField(required=False, allow_blank=True)
    recovery_email = serializers.EmailField(required=False, allow_blank=True)
    recovery_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    two_factor = serializers.ChoiceField(TwoFactor.choices, required=False)
    two_factor_holder = Ref(model="people.Person", required=False, allow_null=True)
    container = serializers.CharField(max_length=200, required=False, allow_blank=True)
    ad_account = serializers.CharField(max_length=100, required=False, allow_blank=True)
    payer = serializers.CharField(max_length=200, required=False, allow_blank=True)
    badge = serializers.ChoiceField(Badge.choices, required=False)
    approval = serializers.CharField(max_length=200, required=False, allow_blank=True)
    official_since = serializers.DateField(required=False)


@extend_schema_field({"type": "string", "description": "The key or another name of a platform."})
class PlatformField(serializers.Field):
    """A platform by its key or one of its other names."""

    default_error_messages = {"not_found": _("This platform is not known here."), "wrong_kind": _("This is not a text.")}

    def to_internal_value(self, data):
        if not isinstance(data, str):
            self.fail("wrong_kind")
        return Platform.by_word(data) or self.fail("not_found")

    def to_representation(self, value):
        return value.key


class AccountIn(AccountEdit):
    """What `register_account` needs, and what it takes with it."""

    platform = PlatformField()
    handle = serializers.CharField(max_length=200)
    unit = Ref(model="people.Unit")
    owner = Ref(model="people.Person")
    backup = Ref(model="people.Person", required=False, allow_null=True)
    why = serializers.CharField(max_length=2000, required=False, allow_blank=True)


class Appoint(Why):
    person = Ref(model="people.Person")


class AppointOrClear(Why):
    person = Ref(model="people.Person", allow_null=True)


class Custody(AppointOrClear):
    vault = serializers.ChoiceField(list(VAULTS), required=False, allow_blank=True)
    vault_item = serializers.CharField(max_length=300, required=False, allow_blank=True)


class Rotation(Why):
    on = serializers.DateField(required=False)
    next_on = serializers.DateField(required=False, allow_null=True)


class Verification(Why):
    how = serializers.CharField(max_length=300)
    on = serializers.DateField(required=False)


class Rename(Why):
    handle = serializers.CharField(max_length=200)


class Reason(StrictSerializer):
    why = serializers.CharField(max_length=2000)


class Retiring(Reason):
    retire_on = serializers.DateField(required=False)


class Retirement(Why):
    archive_place = serializers.CharField(max_length=300)
    exported_on = serializers.DateField()


class PastTenure(Why):
    part = serializers.ChoiceField(Part.choices)
    person = Ref(model="people.Person")
    from_at = serializers.DateTimeField()
    until_at = serializers.DateTimeField()


class TenureOut(StrictModelSerializer):
    person = Named()

    class Meta:
        model = Tenure
        fields = ("id", "part", "person", "from_at", "until_at", "is_interim")


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
        return super().rows().with_people()

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

    @verb(PastTenure)
    def record_past_tenure(self, account, data, *, by):
        """Add a period that ended before the register began. REG-2"""
        actions.record_past_tenure(account, by=by, **data)
        return account

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


routes = [("accounts", AccountViewSet, "account")]
urlpatterns_api = [path("official", OfficialView.as_view(), name="official")]
