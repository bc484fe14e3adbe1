"""My work: what needs one person now, by deadline, and what they watch. PLT-7"""
