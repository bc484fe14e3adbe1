from people.models.factor import Factor, FactorKind, RecoveryCode
from people.models.organisation import Organisation
from people.models.person import Kind, Person, Status, Theme
from people.models.responsibility import Activity, Letter, Responsibility
from people.models.role import Role, RoleGrant, UnitRole
from people.models.session import Device, Session
from people.models.signin import ResetRequest
from people.models.unit import GovernanceMode, Membership, Unit, UnitKind, UnitLink

__all__ = [
    "Activity",
    "Device",
    "Factor",
    "FactorKind",
    "GovernanceMode",
    "Kind",
    "Letter",
    "Membership",
    "Organisation",
    "Person",
    "RecoveryCode",
    "ResetRequest",
    "Responsibility",
    "Role",
    "RoleGrant",
    "Session",
    "Status",
    "Theme",
    "Unit",
    "UnitKind",
    "UnitLink",
    "UnitRole",
]
