"""Audits: what an auditor reads and proves. AUD

Now the trail page (AUD-1): entries of the units a reader audits, the proof that they are whole, and their export.
"""
