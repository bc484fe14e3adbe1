"""The verbs of this room: files in, files out. REG-10 PLT-8"""

from imports.actions.incoming import (
    MEANWHILE,
    apply_import,
    cancel_import,
    choose_sheet,
    clean_name,
    fail_import,
    finish_import,
    map_import,
    take_in,
    upload_import,
    weigh_import,
)
from imports.actions.outgoing import (
    cancel_export,
    check_download,
    expire_export,
    fail_export,
    file_name,
    finish_export,
    request_export,
)
from trail.errors import Refused

__all__ = [
    "MEANWHILE",
    "Refused",
    "apply_import",
    "cancel_export",
    "cancel_import",
    "check_download",
    "choose_sheet",
    "clean_name",
    "expire_export",
    "fail_export",
    "fail_import",
    "file_name",
    "finish_export",
    "finish_import",
    "map_import",
    "request_export",
    "take_in",
    "upload_import",
    "weigh_import",
]
