"""Chromium as the system has it."""

import os
import shutil

NAMES = ["chromium", "google-chrome-stable", "google-chrome", "chrome"]


def program():
    """CHROMIUM, or the first that is on the path and no snap: a snap sees neither the other's files nor their sockets."""
    given = os.environ.get("CHROMIUM")
    found = [path for name in NAMES if (path := shutil.which(name)) and "snap" not in os.path.realpath(path).split("/")]
    assert given or found, "There is no Chromium: run script/bootstrap --tests, or set CHROMIUM."
    return given or found[0]


def launch(playwright):
    # Chromium's sandbox refuses to run as root.
    unsafe = ["--no-sandbox"] if os.geteuid() == 0 else []
    arguments = unsafe + ["--disable-dev-shm-usage", "--no-proxy-server"]
    return playwright.chromium.launch(executable_path=program(), args=arguments)
