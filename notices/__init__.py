"""What people must hear: in the app at once, by mail at least once. PLT-5

Words: a *notice* is what a person is told, in the transaction of the change it tells of; a *letter* is its mail in
the outbox, with an id that stays the same however often it is sent; a *dead letter* is one that could not be
delivered for three days.
"""
