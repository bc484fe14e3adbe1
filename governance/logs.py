"""Structured logs: one JSON object a line. PLT-9"""

import json
import logging
from datetime import UTC, datetime


class JsonLines(logging.Formatter):
    def format(self, record):
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            "process": record.process,
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        # Who may not is told so; only a fault of ours needs its trace.
        if record.exc_info and record.levelno >= logging.ERROR:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
