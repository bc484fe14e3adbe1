"""What the API says of accounts, and what it takes. PLT-2 REG-1"""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.models import (
    AccessGrant,
    Account,
    Audience,
    Badge,
    ConnectedTool,
    Part,
    Platform,
    Purpose,
    Route,
    Status,
    Tenure,
    TwoFactor,
)
from accounts.rules.gaps import gaps_of, terms
from accounts.rules.provisioning import conditions
from accounts.rules.secrets import VAULTS
from accounts.rules.tool import ORDER
from doors.api import Named, Ref, StrictModelSerializer, StrictSerializer, Why, extend_schema_field
from people.permissions import may


class CustodySerializer(StrictModelSerializer):
    """Where the credentials lie and how they are recovered; for the few who may know. REG-6"""

    two_factor_holder = Named()
    recovery_email_of = Named()
    recovery_phone_of = Named()

    class Meta:
        model = Account
        fields = (
            "vault",
            "vault_item",
            "rotated_on",
            "rotation_due_on",
            "recovery_email",
            "recovery_email_of",
            "recovery_phone",
            "recovery_phone_of",
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


class NamedThen(StrictSerializer):
    id = serializers.IntegerField(read_only=True)
    name = serializers.CharField(read_only=True)


class AccountThen(StrictSerializer):
    """How an account stood at the instant asked for by `as_of`. REG-2"""

    handle = serializers.CharField(read_only=True)
    status = serializers.CharField(read_only=True, help_text=_("Empty where it was not on the register yet."))
    owner = NamedThen(read_only=True, allow_null=True)
    backup = NamedThen(read_only=True, allow_null=True)
    custodian = NamedThen(read_only=True, allow_null=True)


class AccountRow(StrictModelSerializer):
    """An account as lists show it."""

    platform = serializers.CharField(source="platform_id", read_only=True)
    unit = Named()
    owner = Named()
    backup = Named()
    custodian = Named()
    gaps = serializers.SerializerMethodField()
    then = serializers.SerializerMethodField()

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
            "then",
            "version",
        )

    @extend_schema_field(AccountThen(allow_null=True))
    def get_then(self, account):
        if not hasattr(account, "status_then"):
            return None
        people = {part: (getattr(account, f"{part}_then_id"), getattr(account, f"{part}_then")) for part in Part.values}
        named = {part: {"id": key, "name": name} if key else None for part, (key, name) in people.items()}
        return {"handle": account.handle_then, "status": account.status_then, **named}

    def get_gaps(self, account) -> list[str]:
        if "terms" not in self.context:
            self.context["terms"] = terms()
        return [gap.key for gap in gaps_of(account, self.context["terms"])]


class AccessOut(StrictModelSerializer):
    person = Named()

    class Meta:
        model = AccessGrant
        fields = ("id", "person", "platform_role", "is_admin", "route", "via", "from_at", "expires_on")


class ToolOut(StrictModelSerializer):
    authorised_by = Named()

    class Meta:
        model = ConnectedTool
        fields = (
            "id",
            "name",
            "kind",
            "authorised_by",
            "powers",
            "signs_in",
            "token_expires_on",
            "checked_on",
            "from_at",
        )


class ConditionOut(serializers.Serializer):
    """A condition between a set-up and the public list."""

    key = serializers.CharField()
    title = serializers.CharField()
    is_met = serializers.BooleanField()


class AccountOut(AccountRow):
    """An account alone, with who and what can get in now; `custody` is null for who may not read it, `conditions`
    are those of an account that is being set up."""

    conditions = serializers.SerializerMethodField()
    custody = serializers.SerializerMethodField()
    access = serializers.SerializerMethodField()
    tools = serializers.SerializerMethodField()

    class Meta(AccountRow.Meta):
        fields = (*AccountRow.Meta.fields, "custody", "access", "tools", "conditions")

    def get_access(self, account) -> AccessOut(many=True):
        return AccessOut(account.access_grants.filter(until_at=None).select_related("person"), many=True).data

    def get_tools(self, account) -> ToolOut(many=True):
        return ToolOut(account.connected_tools.filter(until_at=None).select_related("authorised_by"), many=True).data

    def get_conditions(self, account) -> ConditionOut(many=True):
        if account.status != Status.PROVISIONING:
            return []
        return ConditionOut(conditions(account, terms()), many=True).data

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
    recovery_email_of = Ref(model="people.Person", required=False, allow_null=True)
    recovery_phone = serializers.CharField(max_length=40, required=False, allow_blank=True)
    recovery_phone_of = Ref(model="people.Person", required=False, allow_null=True)
    two_factor = serializers.ChoiceField(TwoFactor.choices, required=False)
    two_factor_holder = Ref(model="people.Person", required=False, allow_null=True)
    container = serializers.CharField(max_length=200, required=False, allow_blank=True)
    ad_account = serializers.CharField(max_length=100, required=False, allow_blank=True)
    payer = serializers.CharField(max_length=200, required=False, allow_blank=True)
    badge = serializers.ChoiceField(Badge.choices, required=False)
    approval = serializers.CharField(max_length=200, required=False, allow_blank=True)
    official_since = serializers.DateField(required=False, allow_null=True)


@extend_schema_field({"type": "string", "description": "The key or another name of a platform."})
class PlatformField(serializers.Field):
    """A platform by its key or one of its other names."""

    default_error_messages = {
        "not_found": _("This platform is not known here."),
        "wrong_kind": _("This is not a text."),
    }

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


class Access(Why):
    person = Ref(model="people.Person")
    platform_role = serializers.CharField(max_length=60)
    is_admin = serializers.BooleanField(required=False, default=False)
    route = serializers.ChoiceField(Route.choices, required=False)
    via = serializers.CharField(max_length=100, required=False, allow_blank=True)
    since = serializers.DateField(required=False, allow_null=True)
    expires_on = serializers.DateField(required=False, allow_null=True)


class EndAccess(Why):
    access = serializers.IntegerField(min_value=1, help_text=_("The id of an entry in `access`."))


class ToolFacts(Why):
    kind = serializers.ChoiceField(ConnectedTool.Kind.choices, required=False)
    powers = serializers.ListField(child=serializers.ChoiceField(ConnectedTool.Power.choices), required=False)
    signs_in = serializers.ChoiceField(ConnectedTool.SignsIn.choices, required=False)
    token_expires_on = serializers.DateField(required=False, allow_null=True)
    checked_on = serializers.DateField(required=False, allow_null=True)


class Tool(ToolFacts):
    name = serializers.CharField(max_length=100)
    authorised_by = Ref(model="people.Person")


class EditTool(ToolFacts):
    """What changes of a connected tool; absent keys stay."""

    tool = serializers.IntegerField(min_value=1, help_text=_("The id of an entry in `tools`."))
    name = serializers.CharField(max_length=100, required=False)
    authorised_by = Ref(model="people.Person", required=False)


class BreakOut(StrictSerializer):
    """One thing to see to when the password changes."""

    effect = serializers.ChoiceField(ORDER, read_only=True)
    name = serializers.CharField(read_only=True)
    kind = serializers.CharField(read_only=True)
    words = serializers.CharField(read_only=True)


class EndTool(Why):
    tool = serializers.IntegerField(min_value=1, help_text=_("The id of an entry in `tools`."))


class TenureOut(StrictModelSerializer):
    person = Named()

    class Meta:
        model = Tenure
        fields = ("id", "part", "person", "from_at", "until_at", "is_interim")
