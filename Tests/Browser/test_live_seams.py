"""Where what is told live, what is asked for and what one does meet: nothing is counted twice, nothing is missed."""

import re

import pytest
from harness.headless import Headless
from harness.traffic import COUNT, LIST, Traffic

SOCKET = re.compile("/ws")
READ = re.compile(r"/notifications/\d+/read/")


@pytest.fixture
def sockets(page):
    """The sockets that the tab opens, through which everything goes; `before` is called before one is."""
    class Sockets(list):
        before = staticmethod(lambda: None)

    opened = Sockets()

    def connect(socket):
        opened.before()
        opened.append(socket)
        socket.connect_to_server()

    page.route_web_socket(SOCKET, connect)
    return opened


@pytest.fixture
def alone(page, host, server):
    return lambda user, **details: Headless(page, host, server, user, **details)


def test_the_count_is_never_too_high_while_what_was_missed_is_told(account, alone, sockets):
    acme = account()
    acme.announce("Before")
    headless = alone(acme.owner).is_live(1)
    sockets.before = lambda: acme.announce_many(3)
    sockets[0].close(code=1001)
    headless.is_live(4).until("now.notifications.length === 4 && told.length === 3")
    sockets.before = lambda: None
    counts = headless.seen("unreadCount")
    assert max(count for count in counts if count is not None) == 4
    assert headless.titles == ["Number 3", "Number 2", "Number 1", "Before"]
    assert headless.told("notification") == 3


def test_what_comes_while_the_list_is_on_its_way_is_counted_once(account, alone, page, sockets):
    acme = account()
    acme.announce("Before")
    headless = alone(acme.owner).is_live(1)
    traffic = Traffic(page)
    lists, counts = traffic.hold(LIST), traffic.hold(COUNT)
    headless.run("void client.refresh()")
    lists.wait()
    counts.wait()
    acme.announce("Meanwhile")
    headless.is_live(2)
    lists.release()
    counts.release()
    headless.run("client.refresh()")
    assert headless.snapshot["unreadCount"] == 2
    assert headless.titles == ["Meanwhile", "Before"]
    assert max(count for count in headless.seen("unreadCount") if count is not None) == 2
    assert headless.told("notification") == 1


def test_one_that_is_made_unread_after_all_were_read_stays_unread(account, alone, page, waits):
    acme = account()
    kept, *_ = acme.announce_many(3)
    traffic = Traffic(page)
    headless = alone(acme.owner).is_live(3)
    headless.run("id => { client.markAllRead(); client.markUnread(id) }", kept["id"])
    headless.until("now.unreadCount === 1")
    waits(lambda: acme.owner.unread, 1)
    waits(lambda: len(traffic.acts()), 2)
    assert not acme.owner.has_read(kept)
    assert traffic.acts() == ["POST read-all/", f"POST {kept['id']}/unread/"]
    headless.is_live(1)


def test_two_acts_on_one_notification_keep_their_order(account, alone, page, waits):
    acme = account()
    new = acme.announce()
    headless = alone(acme.owner).is_live(1)
    traffic = Traffic(page)
    slow = traffic.hold(READ, "POST")
    headless.run("id => { client.markRead(id); client.markUnread(id) }", new["id"])
    slow.wait()
    headless.run("client.refresh()")
    assert traffic.acts() == [f"POST {new['id']}/read/"]
    slow.release()
    waits(traffic.acts, [f"POST {new['id']}/read/", f"POST {new['id']}/unread/"])
    headless.is_live(1)
    waits(lambda: acme.owner.has_read(new), False)


def test_what_is_opened_stays_read_when_mark_all_read_is_undone(account, alone, waits):
    acme = account()
    opened, _ = acme.announce_many(2)
    headless = alone(acme.owner).is_live(2)
    headless.run("id => { client.markAllRead(); client.markRead(id); client.undo() }", opened["id"])
    headless.until("now.unreadCount === 1")
    waits(lambda: acme.owner.has_read(opened), True)
    assert acme.owner.unread == 1


def test_all_are_marked_read_only_once_it_is_known_which(account, alone, page):
    acme = account()
    acme.announce_many(2)
    traffic = Traffic(page)
    lists = traffic.hold(LIST)
    headless = alone(acme.owner).until("now.unreadCount === 2")
    headless.run("client.markAllRead(), client.commit()")
    lists.release()
    headless.is_live(2)
    assert "POST read-all/" not in traffic.acts()
    assert acme.owner.unread == 2


def test_a_tab_that_joins_misses_nothing(account, alone, context, host, server):
    acme = account()
    alone(acme.owner).is_live(0)
    tab = context.new_page()
    late = Traffic(tab).hold(LIST)
    second = Headless(tab, host, server, acme.owner)
    late.wait()
    acme.announce("Between its list and its joining")
    late.release()
    second.is_live(1).until("now.notifications.length === 1")
    assert second.titles == ["Between its list and its joining"]


def test_when_the_tab_with_the_socket_is_closed_one_of_the_others_opens_one(account, context, host, server):
    acme = account()
    opened = []
    context.on("page", lambda page: page.on("websocket", lambda socket: opened.append(socket)))
    tabs = [Headless(context.new_page(), host, server, acme.owner).is_live(0) for _ in range(3)]
    assert len(opened) == 1
    tabs[0].page.close()
    acme.announce("While nobody listened")
    for tab in tabs[1:]:
        tab.is_live(1).until("now.notifications.length === 1")
        assert tab.titles == ["While nobody listened"]
        tab.run("client.refresh()")
    assert len(opened) == 2


@pytest.mark.parametrize("code", [4401, 4403])
def test_while_a_token_is_renewed_no_socket_is_opened_with_the_old_one(code, account, alone, page, sockets):
    acme = account()
    page.clock.install()
    headless = alone(acme.owner).is_live(0)
    headless.run("void (window.renewal = new Promise(resolve => window.renew = resolve))")
    sockets[0].close(code=code)
    page.wait_for_function("() => asked.length === 2")
    page.clock.fast_forward(5_000)
    assert len(sockets) == 1
    headless.run("token => { window.token = token; renew() }", acme.owner.token(7200))
    page.wait_for_function("() => client.getSnapshot().connection !== 'live'")
    page.clock.fast_forward(2_000)
    headless.is_live(0)
    assert len(sockets) == 2
    acme.announce("With the new one")
    headless.is_live(1)


def test_a_list_from_before_does_not_take_away_what_came_since(account, page, host, server):
    acme = account()
    acme.announce("First")
    headless = Headless(page, host, server, acme.owner).is_live(1)
    lists = Traffic(page).hold(LIST)
    page.evaluate("() => { window.asked2 = client.refresh() }")
    lists.wait()
    acme.announce("Second")
    headless.is_live(2)
    lists.release()
    page.evaluate("() => window.asked2")
    assert headless.titles == ["Second", "First"]
