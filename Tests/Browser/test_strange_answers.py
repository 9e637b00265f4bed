"""Answers that never come, or that are somebody else's, and listeners that fail: it goes on."""

import re

import pytest
from harness.headless import START, Headless
from harness.traffic import API, Traffic
from playwright.sync_api import expect

SOCKET = re.compile("/ws")
# Time limits of requests are the browser's own clock's; this makes them the page's.
TIME_LIMITS = """AbortSignal.timeout = time => {
    const limit = new AbortController()
    setTimeout(() => limit.abort(new DOMException("", "TimeoutError")), time)
    return limit.signal
}"""


@pytest.fixture
def alone(page, host, server):
    return lambda user, **details: Headless(page, host, server, user, **details)


@pytest.mark.parametrize("times", [1, 3])
def test_offline_and_online_again_ends_live(times, account, bell, page):
    """As in a tunnel that was too short for the socket to notice."""
    acme = account()
    shown = bell(acme.owner).shows(0).is_live().open()
    page.evaluate("dispatchEvent(new Event('offline'))")
    expect(shown.status).to_contain_text("offline")
    for _ in range(times):
        page.evaluate("dispatchEvent(new Event('offline')), dispatchEvent(new Event('online'))")
    shown.is_live()
    expect(shown.status).to_be_hidden()
    acme.announce("Live again")
    shown.shows(1)


def test_an_answer_that_never_comes_is_not_waited_for_without_end(account, alone, page, waits):
    acme = account()
    page.add_init_script(TIME_LIMITS)
    page.clock.install()
    page.route_web_socket(SOCKET, lambda socket: None)  # As silent as the rest.
    headless = alone(acme.owner).until("now.unreadCount === 0 && now.status === 'ready'")
    hung = []
    page.route(API, lambda route: hung.append(route))
    headless.run("void client.refresh()")
    waits(lambda: len(hung), 2)
    page.route(API, lambda route: route.continue_())
    acme.announce("When the network is well again")
    page.clock.fast_forward(31_000)
    page.clock.fast_forward(31_000)
    headless.until("now.unreadCount === 1 && now.notifications.length === 1")


ANSWERS = {
    "a page": {"status": 200, "content_type": "text/html", "body": "<h1>Sign in to this network</h1>"},
    "cut off": {"status": 200, "content_type": "application/json", "body": '{"results": [{"id": 1'},
    "another's": {"status": 200, "json": {}},
    "nothing": {"status": 200, "json": None},
}


@pytest.mark.parametrize("name", ANSWERS)
def test_what_is_known_is_kept_when_the_answer_is_not_ours(name, account, alone, page):
    acme = account()
    acme.announce("Ours")
    headless = alone(acme.owner).is_live(1)
    stop = Traffic(page).answer(API, **ANSWERS[name])
    headless.run("client.refresh()")
    assert (headless.snapshot["unreadCount"], headless.titles, headless.snapshot["status"]) == (1, ["Ours"], "ready")
    assert headless.run("told.every(({ type, status }) => type !== 'failure' || typeof status === 'number')")
    stop()
    acme.announce("Ours too")
    headless.run("client.refresh()")
    headless.is_live(2)


@pytest.mark.parametrize("name", ANSWERS)
def test_an_answer_that_is_not_ours_at_the_beginning_is_a_failure(name, account, alone, bell, page):
    acme = account()
    acme.announce("Ours")
    stop = Traffic(page).answer(API, **ANSWERS[name])
    shown = bell(acme.owner).open()
    again = shown.empty.get_by_role("button")
    expect(again).to_have_text("Try again")
    expect(shown.badge).to_be_hidden()
    stop()
    again.click()
    shown.shows(1)


def test_a_listener_that_throws_does_not_stop_the_others(account, alone, console, page):
    console.expects("uncaught: the host's own")
    acme = account()
    headless = alone(acme.owner, start="client.subscribe(() => { throw new Error('the host\\'s own') })\n" + START)
    headless.is_live(0)
    acme.announce()
    headless.is_live(1)
    assert headless.told("notification") == 1
    assert headless.snapshot["status"] == "ready"


def test_an_event_listener_that_throws_does_not_stop_it(account, alone, console):
    console.expects("uncaught: the host's own")
    acme = account()
    start = "client.addEventListener('notification', () => { throw new Error('the host\\'s own') })\n"
    headless = alone(acme.owner, start=start + START).is_live(0)
    acme.announce_many(2)
    headless.is_live(2)
    assert headless.told("notification") == 2


def test_started_again_while_the_server_is_away_it_says_so(account, own_server, host, page, console):
    console.allows("ERR_CONNECTION", "WebSocket", "ERR_EMPTY_RESPONSE", "ERR_SOCKET")
    acme = account(on=own_server)
    headless = Headless(page, host, own_server, acme.owner).is_live(0)
    headless.run("leave()")
    headless.until("now.connection === 'connecting'")
    own_server.kill()
    headless.run("void client.subscribe(() => seen.push(client.getSnapshot()))")
    headless.until("now.connection === 'offline'")
    own_server.start()
    headless.run("client.refresh()")
    headless.is_live(0)


def test_while_the_server_is_away_it_does_not_say_now_this_and_now_that(account, alone, page, console):
    console.allows("WebSocket", "ERR_FAILED")
    acme = account()
    page.clock.install()
    tries = []

    def connect(socket):
        tries.append(socket)
        if len(tries) == 1:
            socket.connect_to_server()
        else:
            socket.close(code=1011)

    page.route_web_socket(SOCKET, connect)
    headless = alone(acme.owner).is_live(0)
    page.route(API, lambda route: route.abort())
    tries[0].close(code=1011)
    headless.until("now.connection === 'offline'")
    before = len(tries)
    while len(tries) < before + 3:
        page.clock.fast_forward(20_000)
        page.wait_for_timeout(25)
    connections = headless.seen("connection")
    assert connections[connections.index("offline"):] == ["offline"]
