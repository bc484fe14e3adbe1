"""The register of the organisation's official social media accounts. REG

An *account* belongs to the institution and sits in a *unit*; its *owner* answers for it, a *backup owner*
stands in, a *custodian* keeps the credentials in a vault (never here). A *tenure* is the period in which a
person was one of the three. A *request* asks for an account; once approved it is *being set up*, and official only
when every *condition* is met, a *proof* of control among them. A *gap* is something a live account should have and does not. `accounts` are
social media accounts; people sign in through `people`.
"""
