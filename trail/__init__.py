"""The trail: one clock, one `move()`, and a chain of entries that cannot be altered unnoticed. AUD-1

Words: an *entry* is one governed change in the chain; its *payload* (before, after, why, names) stands beside it
and may be erased; a *seal* is an entry over the new rows of an event table; a *checkpoint* is a signed
(seq, head) outside the database. This room imports nothing above it and knows people only by their ids.
"""
