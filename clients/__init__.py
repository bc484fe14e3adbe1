"""Programs that act for a person: API tokens, and the door they come through. PLT-2

A *token* acts for one *person* under the name of a *client*, within *scopes*, until it expires or is revoked; it may
never do more than its person. Only a hash is kept. A *key* (`Idempotency-Key`) makes a repeated request safe.
"""
