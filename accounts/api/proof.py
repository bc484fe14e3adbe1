"""Proofs of control by the API: begin one, have it read, attest one with a picture. PLT-2 REG-3"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.parsers import MultiPartParser

from accounts import actions
from accounts.models import Account, ControlProof, ProofMethod
from accounts.rules.proof import detail_of
from doors.api import Creates, FilterSet, GovernedViewSet, Named, Ref, StrictModelSerializer, StrictSerializer, verb


class ProofOut(StrictModelSerializer):
    """One attempt; `detail` says why a page told nothing, `evidence` is the file behind an attested one."""

    account = Named()
    asked_by = Named()
    evidence = Named()
    detail = serializers.SerializerMethodField()

    class Meta:
        model = ControlProof
        fields = (
            "id",
            "account",
            "method",
            "status",
            "code",
            "page_url",
            "note",
            "evidence",
            "asked_by",
            "asked_at",
            "due_at",
            "checked_at",
            "detail",
            "version",
        )

    def get_detail(self, proof) -> str:
        return str(detail_of(proof.detail)) if proof.detail else ""


class ProofIn(StrictSerializer):
    """A code or a link as JSON; `attested` as multipart/form-data with the picture in `file`."""

    account = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    method = serializers.ChoiceField(ProofMethod.choices)
    page_url = serializers.URLField(max_length=500, required=False, allow_blank=True)
    file = serializers.FileField(required=False, allow_empty_file=True)
    note = serializers.CharField(max_length=1000, required=False, allow_blank=True)

    def validate_account(self, pk):
        account = Account.objects.visible_to(self.context["request"].user).with_people().filter(pk=pk).first()
        if account is None:
            raise serializers.ValidationError(Ref.default_error_messages["not_found"], "not_found")
        return account


class ProofFilter(FilterSet):
    class Meta:
        model = ControlProof
        fields = {"account": ["exact"], "status": ["exact"], "method": ["exact"]}


class ControlProofViewSet(Creates, GovernedViewSet):
    """Proofs that official accounts are in our hands. Begin one, put the code in place, have it checked. REG-3"""

    model = ControlProof
    scope = "proofs"
    serializer_class = ProofOut
    create_serializer_class = ProofIn
    filterset_class = ProofFilter
    ordering_fields = ("id",)
    ordering = "-id"
    related = ("account__platform", "asked_by", "evidence")

    def get_parsers(self):
        parsers = super().get_parsers()
        return [*parsers, MultiPartParser()] if self.request and self.detail is False else parsers

    def create_with(self, data, *, by):
        if data["method"] == ProofMethod.ATTESTED:
            return actions.attest_proof(data["account"], file=data.get("file"), note=data.get("note", ""), by=by)
        if data.get("note"):
            raise ValidationError({"note": _("A note goes with a screenshot only.")})
        return actions.prove_control(data["account"], data["method"], page_url=data.get("page_url", ""), by=by)

    @verb()
    def check_proof(self, proof, data, *, by):
        """Have the page read; the result stands here a moment later. REG-3"""
        return actions.check_proof(proof, by=by)
