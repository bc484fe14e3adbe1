"""The outside world, read: an address becomes a dataclass. Writes no rows and knows no other room. PLT-2"""
