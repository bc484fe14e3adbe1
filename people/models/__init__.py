from people.models.organisation import Organisation
from people.models.person import Kind, Person, Status, Theme
from people.models.role import Role, RoleGrant, UnitRole
from people.models.signin import ResetRequest
from people.models.unit import GovernanceMode, Membership, Unit, UnitKind, UnitLink

__all__ = [
    "GovernanceMode",
    "Kind",
    "Membership",
    "Organisation",
    "Person",
    "ResetRequest",
    "Role",
    "RoleGrant",
    "Status",
    "Theme",
    "Unit",
    "UnitKind",
    "UnitLink",
    "UnitRole",
]
