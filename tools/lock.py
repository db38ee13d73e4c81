"""Renew `requirements.txt` and `requirements-dev.txt` from `pyproject.toml`: exact versions, every archive's hash.

One lock serves Python 3.11 and later on every platform (`--universal`). It names no package index, so each site uses
its own (`PIP_INDEX_URL`).
"""

import subprocess
import sys

COMMON = [
    "--universal",
    "--python-version",
    "3.11",
    "--generate-hashes",
    "--no-emit-index-url",
    "--upgrade",
    "--quiet",
]


def compile_to(output: str, *options: str) -> None:
    """Write one lock file, renewing versions within the ranges of pyproject.toml."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "pyproject.toml",
        "-o",
        output,
        *COMMON,
        *options,
    ]
    subprocess.run([*command, "--custom-compile-command", "make lock"], check=True)


if __name__ == "__main__":
    compile_to("requirements.txt")
    # Constrained by the first, so that tests run on exactly the versions that are deployed.
    compile_to("requirements-dev.txt", "--group", "dev", "-c", "requirements.txt")
    print("Renewed requirements.txt and requirements-dev.txt. Read the difference before committing it.")
