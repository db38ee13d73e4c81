#!/usr/bin/env python
"""Runs the product's commands. Every write a command makes is recorded under the command's own name."""

import os
import sys


def calculate_alone() -> None:
    """The one command that only reads a file: it needs no secrets, no database and no environment."""
    from django.conf import settings

    from outcomes.management.commands.spc import Command

    settings.configure()
    Command().run_from_argv(sys.argv)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commissioning.settings")
    if sys.argv[1:2] == ["spc"]:
        calculate_alone()
        return
    from django.core.management import execute_from_command_line

    from commissioning.core.audit import acting_as_command

    with acting_as_command(sys.argv[1] if len(sys.argv) > 1 else "help"):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
