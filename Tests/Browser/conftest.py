"""What every browser test is given. The README of it is the docstrings here."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from harness import browsers
from harness.accessible import check_accessible
from harness.accounts import Account
from harness.bell import Bell, bell_page
from harness.console import Console
from harness.host import Host
from harness.listing import settings_of, shown  # noqa: F401
from harness.server import Server, free_port

ROOT = Path(__file__).resolve().parents[2]

# How long a page may take until it shows what it should; a busy machine is slow.
expect.set_options(timeout=10_000)


def pytest_addoption(parser):
    parser.addoption("--notify", default=os.environ.get("NOTIFY", str(ROOT / ".build/debug/notify")),
                     help="the built server (NOTIFY, .build/debug/notify)")


def pytest_configure(config):
    # So that a run that is ended ends its servers.
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(scope="session")
def program(request):
    """The path of the built server."""
    path = request.config.getoption("notify")
    assert os.access(path, os.X_OK), f"{path} is not there: swift build --product notify"
    return os.path.abspath(path)


@pytest.fixture(scope="session")
def host():
    """A product that embeds the elements, on another origin than the server's; it gives tokens at /token."""
    host = Host()
    yield host
    host.close()


@pytest.fixture(scope="session")
def settings(host):
    """What servers are told: that the host's pages may call, and who gives their own pages tokens."""
    return {"CORS_ORIGINS": f"{host.url},{host.other_url}", "TOKEN_URL": f"{host.url}/token",
            "SIGN_IN_URL": f"{host.url}/sign-in"}


@pytest.fixture(scope="session")
def server(program, settings):
    """The server of most tests. At its end it must not have logged an error."""
    server = Server(program, **settings).start()
    yield server
    server.remove()


@pytest.fixture(scope="session")
def demo(program):
    """`notify serve --demo`, with the seeded accounts."""
    server = Server(program, "--demo").start()
    yield server
    server.remove()


@pytest.fixture
def own_server(program, settings):
    """A server for one test, to be stopped, killed and started again; its address stays."""
    server = Server(program, port=free_port(), **settings).start()
    yield server
    server.remove()


@pytest.fixture
def account(server):
    """Makes accounts: `account(roles=("owner", "editor"), sites=("My Blog",))`, by default with one owner."""
    return lambda *, on=server, **details: Account(on, **details)


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def console():
    """What the browser complains about. At the end of the test: nothing, but for what the test `expects`."""
    console = Console()
    yield console
    console.check()


@pytest.fixture
def browse(browser, console):
    """Makes further browsers (contexts): each with its own cookies, channels and locks. Takes what
    `Browser.new_context` takes: `locale`, `color_scheme`, `viewport`, `reduced_motion`, …"""
    contexts = []

    def make(**options):
        context = browser.new_context(**{"locale": "en-GB", "timezone_id": "UTC", **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        console.watch(context)
        return context

    yield make
    for context in contexts:
        context.cookies()  # What its pages have said until now is heard before this is answered.
    console.close()
    for context in contexts:
        context.close()


@pytest.fixture
def context(browse):
    """One browser; its pages are its tabs."""
    return browse()


@pytest.fixture
def page(context):
    return context.new_page()


@pytest.fixture
def bell(page, host, server):
    """`bell(user)` opens a page of the host's with the bell of that user, `bell({"token_url": "/token"})` with these
    attributes; `tab`: in that tab; further arguments are those of `Host.page`. Returns a Bell."""
    def embed(attributes, tab=page, on=server, **details):
        tab.goto(bell_page(host, on, attributes, **details))
        return Bell(tab)
    return embed


@pytest.fixture
def waits(page):
    """`waits(lambda: user.unread, 0)`: until the server has it so; what a page sends is sent in the background."""
    def until(state, wanted):
        for _ in range(400):
            if state() == wanted:
                return
            page.wait_for_timeout(25)
        assert state() == wanted
    return until


@pytest.fixture
def axe():
    """`axe(page)` fails when axe-core finds something serious."""
    return check_accessible


@pytest.fixture
def shot():
    """`shot(page, "bell-open")` keeps a picture in the folder SCREENSHOTS, if that is set."""
    def take(page, name):
        if folder := os.environ.get("SCREENSHOTS"):
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=False)
    return take
