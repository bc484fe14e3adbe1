#!/usr/bin/env python
"""Run Django's commands for Dewan."""

import sys

from governance.environment import choose_settings

if __name__ == "__main__":
    choose_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
