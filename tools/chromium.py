"""Make sure there is a Chromium for the browser journeys, or say what to install.

SKIP_BROWSER=1 leaves the journeys out; that is the user's explicit choice, and it is printed.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "chromium"


def installed() -> str:
    """The Chromium this machine has; CHROMIUM=/path names one explicitly."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if os.access(named, os.X_OK) else ""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def installer() -> list[str] | None:
    """How Debian packages can be installed without asking anyone, or None."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return ["apt-get"]
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n", "apt-get"]
    return None


def install(apt_get: list[str]) -> None:
    """Install Debian's package; its own messages say what went wrong, if anything does."""
    print("Installing Chromium for the browser journeys (Debian's package)", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt_get, "update", "-qq"], env=environment, check=False)
    command = [*apt_get, "install", "-y", "-qq", "--no-install-recommends", PACKAGE]
    subprocess.run(command, env=environment, check=False)


def main() -> str:
    """An explanation when the browser journeys cannot run, otherwise an empty string."""
    if os.environ.get("SKIP_BROWSER") == "1":
        print("SKIP_BROWSER=1: the browser journeys will NOT be run.", flush=True)
        return ""
    if os.environ.get("CHROMIUM") and not installed():
        return f"CHROMIUM={os.environ['CHROMIUM']} is not a program that can be run."
    if not installed() and (apt_get := installer()):
        install(apt_get)
    if installed():
        return ""
    return (
        "The browser journeys need Chromium, which is not here and could not be installed.\n"
        "On Debian:  apt-get install chromium   (or name one: CHROMIUM=/path/to/chromium)\n"
        "To leave the journeys out knowingly:  make test SKIP_BROWSER=1"
    )


if __name__ == "__main__":
    sys.exit(main() or 0)
