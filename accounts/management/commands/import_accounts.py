from imports.command import ImportCommand


class Command(ImportCommand):
    help = "Import official accounts from CSV or JSON Lines; again is a sync of the same source. REG-10"
    kind = "accounts"
