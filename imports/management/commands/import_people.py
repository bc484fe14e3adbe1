"""`manage.py import_people FILE`: people from the HR system. ORG-3"""

from imports.command import ImportCommand


class Command(ImportCommand):
    kind = "people"
