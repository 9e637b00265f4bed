"""When the server or the network is away, and when they are back."""

import re

from playwright.sync_api import expect

POLL_TIME = 31_000
AWAY = ("ERR_CONNECTION_REFUSED", "ERR_INTERNET_DISCONNECTED", "WebSocket connection", "status of 50", "ERR_CONNECTION_RESET",
        "ERR_EMPTY_RESPONSE", "ERR_SOCKET_NOT_CONNECTED", "ERR_CONNECTION_CLOSED")


def test_when_the_server_is_away_it_says_so_and_keeps_what_it_has(own_server, account, bell, console, page):
    console.allows(*AWAY)
    acme = account(on=own_server)
    acme.announce("Before")
    shown = bell(acme.owner, on=own_server).shows(1).is_live().open()
    expect(shown.status).to_be_hidden()
    own_server.kill()
    expect(shown.status).to_be_visible()
    shown.is_live("offline")
    expect(shown.titles).to_have_count(1)
    shown.shows(1)


def test_what_came_meanwhile_is_there_when_the_server_is_back(own_server, account, bell, console, page):
    console.allows(*AWAY)
    acme = account(on=own_server)
    acme.announce("Before")
    page.clock.install()
    shown = bell(acme.owner, on=own_server).shows(1).is_live().open()
    own_server.kill()
    shown.is_live("offline")
    own_server.start()
    acme.announce("Meanwhile")
    page.clock.fast_forward(POLL_TIME)
    shown.shows(2).is_live()
    expect(shown.titles).to_have_count(2)
    expect(shown.status).to_be_hidden()
    acme.announce("Live again")
    shown.shows(3)
    expect(shown.titles.first).to_contain_text("Live again")


def test_what_was_done_while_the_server_is_away_is_rolled_back(own_server, account, bell, console):
    console.allows(*AWAY)
    acme = account(on=own_server)
    new = acme.announce("Before")
    shown = bell(acme.owner, on=own_server).shows(1).is_live().open()
    own_server.kill()
    shown.is_live("offline")
    shown.title(new).click()
    expect(shown.status).to_contain_text("cannot be reached")
    shown.shows(1)


def test_without_a_socket_it_asks_every_thirty_seconds(account, bell, page, console):
    console.allows("WebSocket")
    acme = account()
    page.route_web_socket(re.compile("/ws"), lambda socket: socket.close())
    page.clock.install()
    shown = bell(acme.owner).shows(0).is_live("polling").open()
    expect(shown.status).to_contain_text("30 seconds")
    acme.announce("Found by asking")
    page.clock.fast_forward(POLL_TIME)
    shown.shows(1)
    expect(shown.titles.first).to_contain_text("Found by asking")
    expect(shown.region).to_contain_text("Found by asking")


def test_without_a_network_it_says_so_and_comes_back_by_itself(account, bell, context, page, console):
    console.allows(*AWAY)
    acme = account()
    shown = bell(acme.owner).shows(0).is_live().open()
    context.set_offline(True)
    expect(shown.status).to_contain_text("offline")
    acme.announce("Meanwhile")
    context.set_offline(False)
    shown.shows(1).is_live()
    expect(shown.status).to_be_hidden()


def test_when_it_is_opened_stale_it_asks_again(account, bell, page, console):
    console.allows("WebSocket")
    acme = account()
    page.clock.install()
    shown = bell(acme.owner).shows(0).is_live()
    asked = []
    page.on("request", lambda request: "/notifications/?page_size" in request.url and asked.append(request.url))
    shown.open()
    page.keyboard.press("Escape")
    assert not asked
    page.clock.fast_forward(61_000)
    with page.expect_request(re.compile(r"/notifications/\?page_size")):
        shown.open()
