"""The client without any element: for a host that draws everything itself, with whatever it draws with."""

import re

import pytest
from harness.headless import Headless
from harness.traffic import Traffic

UNDO_TIME = 7_000

# What React does with an external store, in its strict mode too.
STORE = """
window.useSyncExternalStore = (subscribe, getSnapshot) => {
    const rendered = []
    const look = () => Object.is(rendered.at(-1), getSnapshot()) || rendered.push(getSnapshot())
    look()
    if (!Object.is(getSnapshot(), rendered.at(-1))) throw new Error("The result of getSnapshot should be cached")
    subscribe(look)()
    const leave = subscribe(look)
    look()
    return { rendered, leave }
}
const { subscribe, getSnapshot } = client
window.store = useSyncExternalStore(subscribe, getSnapshot)
"""


@pytest.fixture
def alone(page, host, server):
    return lambda user, **details: Headless(page, host, server, user, **details)


def test_it_is_a_store_as_react_wants_one(account, alone, page):
    acme = account()
    acme.announce("First")
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    headless = alone(acme.owner, start=STORE).is_live(1)
    acme.announce("Second")
    headless.is_live(2)
    last = headless.run("store.rendered.at(-1)")
    assert [item["title"] for item in last["notifications"]] == ["Second", "First"]
    assert headless.run("client.getSnapshot() === client.getSnapshot()")
    assert headless.run("new Set(store.rendered).size === store.rendered.length")
    assert len(sockets) == 1


def test_who_has_left_is_called_no_more_and_the_last_one_closes_the_socket(account, alone, page):
    acme = account()
    sockets = []
    page.on("websocket", lambda socket: sockets.append(socket))
    headless = alone(acme.owner, start=STORE + "window.leave = client.subscribe(() => {})").is_live(0)
    before = headless.run("store.leave(), store.rendered.length")
    acme.announce()
    headless.is_live(1)
    assert headless.run("store.rendered.length") == before
    with sockets[0].expect_event("close"):
        headless.run("leave()")


def test_the_same_listener_twice_is_two(account, alone):
    acme = account()
    headless = alone(acme.owner, start="""
        window.count = 0
        const listener = () => window.count += 1
        client.subscribe(listener)()
        client.subscribe(listener)""").is_live(0)
    before = headless.run("window.count")
    acme.announce()
    headless.is_live(1)
    assert headless.run("window.count") > before


def test_a_snapshot_never_changes(account, alone):
    acme = account()
    new = acme.announce("Unread then")
    headless = alone(acme.owner).is_live(1)
    headless.run("void (window.before = client.getSnapshot())")
    headless.run("id => client.markRead(id)", new["id"])
    headless.run("id => client.dismiss(id)", new["id"])
    acme.announce("Later")
    headless.is_live(1)
    assert headless.run("Object.isFrozen(before) && Object.isFrozen(before.notifications)")
    kept = headless.run("before")
    assert kept["unreadCount"] == 1 and kept["undo"] is None
    assert [(item["title"], item["is_read"]) for item in kept["notifications"]] == [("Unread then", False)]


def test_what_is_dismissed_is_gone_at_once_and_can_be_had_back(account, alone, page, waits):
    acme = account()
    one, other = acme.announce("One"), acme.announce("Other")
    page.clock.install()
    traffic = Traffic(page)
    headless = alone(acme.owner).is_live(2)
    headless.run("id => client.dismiss(id)", one["id"])
    assert headless.titles == ["Other"]
    assert headless.snapshot["undo"] == {"kind": "dismiss", "count": 1}
    assert headless.snapshot["unreadCount"] == 1
    assert headless.run("id => client.get(id) === undefined", one["id"])
    headless.run("client.undo()")
    assert headless.titles == ["Other", "One"]
    assert headless.snapshot["undo"] is None
    page.clock.fast_forward(UNDO_TIME)
    headless.run("id => client.dismiss(id)", other["id"])
    page.clock.fast_forward(UNDO_TIME)
    waits(lambda: [item["title"] for item in acme.owner.inbox()], ["One"])
    assert traffic.acts() == [f"DELETE {other['id']}/"]
    headless.is_live(1)


def test_the_time_to_undo_can_be_held(account, alone, page, waits):
    acme = account()
    acme.announce()
    page.clock.install()
    headless = alone(acme.owner).is_live(1)
    headless.run("client.markAllRead(), client.holdUndo(true)")
    page.clock.fast_forward(10 * UNDO_TIME)
    assert headless.snapshot["undo"] == {"kind": "read-all", "count": 1}
    headless.run("client.holdUndo(false)")
    page.clock.fast_forward(UNDO_TIME)
    waits(lambda: acme.owner.unread, 0)
    assert headless.snapshot["undo"] is None


@pytest.mark.parametrize("leaving", ["elsewhere", "closed"])
def test_what_could_still_be_undone_is_sent_when_the_page_is_left(leaving, account, context, host, server, waits):
    acme = account()
    acme.announce_many(2)
    gone = acme.announce("Dismissed")
    tab = context.new_page()
    headless = Headless(tab, host, server, acme.owner).is_live(3)
    headless.run("id => { client.dismiss(id); client.markAllRead() }", gone["id"])
    assert headless.snapshot["unreadCount"] == 0
    waits(lambda: len(acme.owner.inbox()), 2)
    headless.run("client.refresh()")
    if leaving == "elsewhere":
        tab.goto(host.url + "/elsewhere")
    else:
        tab.close(run_before_unload=True)
    waits(lambda: (acme.owner.unread, len(acme.owner.inbox())), (0, 2))


def test_what_waits_for_another_answer_is_sent_when_the_page_is_left(account, alone, page, waits):
    """The page is gone before that answer comes."""
    acme = account()
    gone, _ = acme.announce_many(2)
    traffic = Traffic(page)
    headless = alone(acme.owner).is_live(2)
    slow = traffic.hold(re.compile(r"/notifications/\d+/$"), "DELETE")
    headless.run("id => { client.dismiss(id); client.markAllRead() }", gone["id"])
    slow.wait()
    headless.run("void dispatchEvent(new Event('pagehide'))")
    waits(traffic.acts, [f"DELETE {gone['id']}/", "POST read-all/"])
    slow.release()


def test_when_the_newest_are_dismissed_the_next_ones_come(account, alone):
    acme = account()
    acme.announce_many(60)
    headless = alone(acme.owner).is_live(60)
    assert len(headless.titles) == 50
    headless.run("""async () => {
        for (const { id } of client.getSnapshot().notifications) client.dismiss(id)
        client.commit()
    }""")
    headless.until("now.notifications.length === 10 && now.unreadCount === 10")
    assert headless.titles == [f"Number {number}" for number in range(10, 0, -1)]


def test_it_works_in_a_worker(account, host, server, page):
    acme = account()
    acme.announce("In a worker")
    worker = host.script(f"""
        import {{ NotificationClient }} from "{server.url}/notification-client.js"
        const client = new NotificationClient({{ server: "{server.url}", getToken: () => "{acme.owner.token()}" }})
        client.subscribe(() => postMessage(client.getSnapshot()))""")
    page.goto(host.page("", server, csp=None))
    page.evaluate("""address => {
        const worker = new Worker(address, { type: "module" })
        worker.onmessage = ({ data }) => window.snapshot = data
    }""", worker)
    page.wait_for_function("() => window.snapshot?.connection === 'live' && window.snapshot.unreadCount === 1")
    acme.announce("Another")
    page.wait_for_function("() => window.snapshot.notifications.length === 2")


def test_any_other_request_can_be_made_on_the_users_behalf(account, alone, console):
    acme = account()
    headless = alone(acme.owner).is_live(0)
    assert headless.run("client.request('GET', '/api/v1/notifications/unread-count/')") == {"unread_count": 0}
    refused = headless.run("client.request('GET', '/api/v1/notifications/999999999/').catch(error => [error.status, error.name])")
    assert refused == [404, "RequestError"]
    console.expects("status of 404")
