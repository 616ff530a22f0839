#!/usr/bin/python3
"""
Installs packages of Amazon Linux from the Debian packages of this machine: copies their files,
which the root file system lacks until then, and creates their users. Fails for a name that it has
no counterpart of, as dnf does for an unknown name.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path("/usr/lib/stand-ins")
PACKAGES = json.loads((FOLDER / "packages.json").read_text())


def install(name):
    for path in PACKAGES[name]["paths"]:
        source = "/.host" + path
        if os.path.isdir(source) and not os.path.islink(source):
            shutil.copytree(source, path, symlinks=True, dirs_exist_ok=True)
        elif os.path.lexists(source):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            shutil.copy2(source, path, follow_symlinks=False)
    for path, program in PACKAGES[name].get("programs", {}).items():
        # A program of a folder of its own finds the folder by its real path.
        real = os.path.realpath("/.host" + program).removeprefix("/.host")
        if os.path.lexists(real):
            os.symlink(real, path)
        else:
            shutil.copy2("/.host" + program, path)
    for user in PACKAGES[name].get("users", []):
        if subprocess.run(["id", user], capture_output=True, check=False).returncode != 0:
            subprocess.run(["useradd", "--system", "--shell", "/sbin/nologin", user], check=True)
    # Files in which the package of Amazon Linux differs from Debian's.
    own = FOLDER / "amazon-linux" / name
    if own.is_dir():
        for path in PACKAGES[name].get("replaced", []):
            shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(own, "/", symlinks=True, dirs_exist_ok=True)
    for folder in PACKAGES[name].get("folders", []):
        os.makedirs(folder, exist_ok=True)


def main():
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if not words or words[0] != "install":
        sys.exit(f"dnf stand-in: only install is supported, not {' '.join(sys.argv[1:])}")
    for name in words[1:]:
        if name not in PACKAGES:
            print(f"No match for argument: {name}\nError: Unable to find a match: {name}", file=sys.stderr)
            sys.exit(1)
    for name in words[1:]:
        install(name)
        print(f"Installed: {name}")


main()
