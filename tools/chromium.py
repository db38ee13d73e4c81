"""Make sure there is a Chromium for the browser journeys, or say what to install.

SKIP_BROWSER=1 leaves the journeys out; that is the user's explicit choice, and it is printed.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Liberation Sans stands in for Arial, so pages are as wide as for readers; Playwright's own program needs libatomic.
PACKAGES = ("chromium", "fonts-liberation", "libatomic1")


def installed() -> str:
    """The Chromium this machine has; CHROMIUM=/path names one explicitly."""
    named = os.environ.get("CHROMIUM", "")
    if named:
        return named if os.access(named, os.X_OK) else ""
    return next((path for name in NAMES if (path := shutil.which(name))), "")


def driver_works() -> bool:
    """Whether Playwright can start the program it drives browsers with; a bare Debian lacks a library it needs."""
    command = [sys.executable, "-m", "playwright", "--version"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


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
    """Install Debian's packages; their own messages say what went wrong, if anything does."""
    print(f"Installing {', '.join(PACKAGES)} for the browser journeys (Debian's packages)", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*apt_get, "update", "-qq"], env=environment, check=False)
    command = [*apt_get, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES]
    subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)


def main() -> str:
    """An explanation when the browser journeys cannot run, otherwise an empty string."""
    if os.environ.get("SKIP_BROWSER") == "1":
        print("SKIP_BROWSER=1: the browser journeys will NOT be run.", flush=True)
        return ""
    if os.environ.get("CHROMIUM") and not installed():
        return f"CHROMIUM={os.environ['CHROMIUM']} is not a program that can be run."
    if not (installed() and driver_works()) and (apt_get := installer()):
        install(apt_get)
    if installed() and driver_works():
        return ""
    lacking = "the library libatomic" if installed() else "Chromium"
    return (
        f"The browser journeys need {lacking}, which is not here and could not be installed.\n"
        f"On Debian:  apt-get install {' '.join(PACKAGES)}   (or name a browser: CHROMIUM=/path/to/chromium)\n"
        "To leave the journeys out knowingly:  make test SKIP_BROWSER=1"
    )


if __name__ == "__main__":
    sys.exit(main() or 0)
