"""Nusantara Group, the organisation in which Dewan can be tried. Every row is written by the verbs people use.

Dates are days before today, so that the demo is always fresh; Sari administers, Dewi heads the group, Rudi
manages, Nia answers, Budi leaves in nine days, Andi audits, Oki is outside.
"""
