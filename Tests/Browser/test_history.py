"""The whole inbox page by page, in a module of the host's own."""

import pytest
from harness.headless import Headless

LOAD = "cursor => window.pages.load(cursor)"


@pytest.fixture
def pages(page, host, server):
    """A history beside a client that is live; `filter`: what it is to show."""
    def make(user, unread, **filter):
        headless = Headless(page, host, server, user).is_live(unread)
        headless.run("filter => (window.pages = new History(client, filter)).load()", filter)
        return headless
    return make


def shown(headless):
    return headless.run("window.pages.getSnapshot()")


def ids(headless):
    return [item["id"] for item in shown(headless)["notifications"]]


def test_pages_skip_and_repeat_none_while_new_ones_arrive(account, pages, page):
    acme = account()
    known = [item["id"] for item in reversed(acme.announce_many(60))]
    headless = pages(acme.owner, 60)
    seen, cursor = ids(headless), shown(headless)["olderCursor"]
    while cursor:
        acme.announce_many(3)
        headless.run(LOAD, cursor)
        seen += ids(headless)
        cursor = shown(headless)["olderCursor"]
    assert seen == known
    newer = []
    while shown(headless)["newerCursor"] is not None:
        headless.run(LOAD, shown(headless)["newerCursor"])
        newer = ids(headless) + newer
    assert set(known[:-len(known) % 25 or None]) <= set(newer + known[50:])
    assert newer == sorted(set(newer), reverse=True)


def test_the_newest_page_brings_itself_up_to_date(account, pages, page):
    acme = account()
    acme.announce_many(2)
    headless = pages(acme.owner, 2)
    new = acme.announce("New")
    page.wait_for_function("id => window.pages.getSnapshot().notifications[0].id === id", arg=new["id"])
    assert shown(headless)["count"] == 3


def test_an_older_page_stays_as_it_is_but_for_what_was_done(account, pages, page):
    acme = account()
    acme.announce_many(30)
    headless = pages(acme.owner, 30)
    headless.run(LOAD, shown(headless)["olderCursor"])
    before = ids(headless)
    assert len(before) == 5
    acme.announce("New")
    headless.is_live(31)
    headless.run("id => client.markRead(id)", before[0])
    headless.is_live(30)
    assert ids(headless) == before
    assert [item["is_read"] for item in shown(headless)["notifications"]] == [True] + 4 * [False]
    acme.owner.post(f"/notifications/{before[1]}/read/")
    headless.is_live(29)
    page.wait_for_function("() => window.pages.getSnapshot().notifications[1].is_read")


def test_what_is_dismissed_is_gone_from_its_page_and_back_when_undone(account, pages):
    acme = account()
    first, second = acme.announce_many(2)
    headless = pages(acme.owner, 2)
    headless.run("id => client.dismiss(id)", second["id"])
    assert ids(headless) == [first["id"]]
    headless.run("client.undo()")
    assert ids(headless) == [second["id"], first["id"]]


def test_a_filter_is_that_of_the_server(account, pages):
    acme = account()
    for severity in ("info", "warning", "error", "success"):
        acme.announce(severity, severity=severity)
    headless = pages(acme.owner, 4, severity=["warning", "error"])
    assert {item["severity"] for item in shown(headless)["notifications"]} == {"warning", "error"}
    assert shown(headless)["count"] == 2


def test_of_two_pages_asked_for_the_last_one_counts(account, pages):
    acme = account()
    acme.announce_many(30)
    headless = pages(acme.owner, 30)
    newest, older = ids(headless), shown(headless)["olderCursor"]
    headless.run("cursor => Promise.all([window.pages.load(cursor), window.pages.load('')])", older)
    assert ids(headless) == newest and shown(headless)["cursor"] == ""


def test_it_is_a_store_too_and_closed_it_is_silent(account, pages):
    acme = account()
    acme.announce()
    headless = pages(acme.owner, 1)
    headless.run("""() => {
        const { subscribe, getSnapshot } = window.pages
        window.heard = 0
        subscribe(() => window.heard += 1)()
        subscribe(() => window.heard += 1)
        window.isSame = getSnapshot() === getSnapshot() && Object.isFrozen(getSnapshot())
            && Object.isFrozen(getSnapshot().notifications)
    }""")
    assert headless.run("window.isSame")
    acme.announce()
    headless.is_live(2)
    assert headless.run("window.heard") > 0
    headless.run("window.pages.close(), window.heard = 0")
    acme.announce()
    headless.is_live(3)
    assert headless.run("window.heard") == 0
