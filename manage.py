import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ayni.config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415  (settings must be named first)

    execute_from_command_line(sys.argv)
