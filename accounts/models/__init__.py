"""What the register is made of, one file a noun."""

from accounts.models.access import AccessGrant, Route
from accounts.models.account import CLOSED, LIVE, PUBLIC, STANDING, Account, Audience, Badge, Purpose, Status, TwoFactor
from accounts.models.checklist import (
    Checklist,
    ChecklistKind,
    ChecklistTemplate,
    Evidence,
    EvidenceNeed,
    Step,
    StepStatus,
)
from accounts.models.lookalike import Likeness, Lookalike, LookalikeScan
from accounts.models.platform import Platform
from accounts.models.proof import ControlProof, ProofStatus
from accounts.models.proof import Method as ProofMethod
from accounts.models.report import FAKE, Concern, Finding, Report, Result, Sighting, TakedownStep
from accounts.models.request import AccountRequest, Decision, RequestStatus
from accounts.models.review import AccessReview, Cadence, ReviewItem, ReviewPlan, Silence, Subject
from accounts.models.tenure import Part, PreviousHandle, Tenure
from accounts.models.tool import ConnectedTool

__all__ = [
    "CLOSED",
    "FAKE",
    "LIVE",
    "PUBLIC",
    "STANDING",
    "AccessGrant",
    "AccessReview",
    "Account",
    "AccountRequest",
    "Audience",
    "Badge",
    "Cadence",
    "Checklist",
    "ChecklistKind",
    "ChecklistTemplate",
    "Concern",
    "ConnectedTool",
    "ControlProof",
    "Decision",
    "Evidence",
    "EvidenceNeed",
    "Finding",
    "Likeness",
    "Lookalike",
    "LookalikeScan",
    "Part",
    "Platform",
    "PreviousHandle",
    "ProofMethod",
    "ProofStatus",
    "Purpose",
    "Report",
    "RequestStatus",
    "Result",
    "ReviewItem",
    "ReviewPlan",
    "Route",
    "Sighting",
    "Silence",
    "Status",
    "Step",
    "StepStatus",
    "Subject",
    "TakedownStep",
    "Tenure",
    "TwoFactor",
]
