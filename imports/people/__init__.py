"""People from the HR system's file. ORG-3"""
