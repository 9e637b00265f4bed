"""Each new notification is announced once, whether a request or the socket has it first."""

import re

import pytest
from harness.headless import Headless


@pytest.fixture
def slow(page):
    """A socket whose messages are kept back from when `is_slow` until `catch_up()`."""
    class Slow:
        def __init__(self):
            self.is_slow, self.kept, self.opened = False, [], []

        def connect(self, socket):
            self.opened.append(socket)
            server = socket.connect_to_server()
            server.on_message(lambda message: self.kept.append((socket, message)) if self.is_slow else socket.send(message))

        def has(self, kind):
            return any(f'"type":"{kind}"' in message.replace(" ", "") for _, message in self.kept)

        def catch_up(self):
            self.is_slow = False
            for socket, message in self.kept:
                socket.send(message)
            self.kept.clear()

    slow = Slow()
    page.route_web_socket(re.compile("/ws"), lambda socket: slow.connect(socket))
    return slow


def test_what_a_request_has_before_the_socket_tells_it_is_announced(account, host, server, page, slow, waits):
    acme = account()
    headless = Headless(page, host, server, acme.owner).is_live(0)
    slow.is_slow = True
    acme.announce("Slow")
    headless.run("client.refresh()")
    headless.until("now.notifications.length === 1")
    waits(lambda: slow.has("notification"), True)
    slow.catch_up()
    page.wait_for_function("() => told.length === 1")
    headless.is_live(1)
    assert len(slow.opened) == 1


def test_what_a_request_has_announced_the_socket_does_not_announce_again(account, host, server, page, slow, waits):
    acme = account()
    acme.announce("Before")
    headless = Headless(page, host, server, acme.owner).is_live(1)
    slow.is_slow = True
    slow.opened[0].close(code=1001)
    waits(lambda: len(slow.opened), 2)
    acme.announce("Found by asking, then told")
    headless.run("client.refresh()")
    page.wait_for_function("() => told.length === 1")
    waits(lambda: slow.has("notification"), True)
    slow.catch_up()
    headless.is_live(2)
    assert headless.told("notification") == 1
    assert headless.snapshot["unreadCount"] == 2
