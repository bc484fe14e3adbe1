"""What every reader may say and must keep to. REG-10"""

MAX_BYTES = 256 * 1024 * 1024
MAX_ROWS = 500_000
MAX_COLUMNS = 500
MAX_LINE = 1_000_000


class FileRefused(Exception):
    """The file as a whole cannot be read; `message` says why and what to do."""

    status = 400

    def __init__(self, message):
        super().__init__(str(message))
        self.message = message
