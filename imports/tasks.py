"""The promises of this room and how often they are looked at. PLT-8"""

from imports import exporting
from imports.work import clean_up, work_due

SWEEPS = {
    "work_imports": (2, work_due),
    "work_exports": (2, exporting.export_due),
    "clean_up_imports": (300, clean_up),
    "clean_up_exports": (300, exporting.clean_up),
}
