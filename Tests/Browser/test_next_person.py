"""On the same page somebody else is signed in, or nobody: nothing of the last person is left, and nothing is done in the
name of the next."""

import re

import pytest
from harness.headless import Headless
from harness.traffic import COUNT, LIST, Traffic
from playwright.sync_api import expect

UNDO_TIME = 7_000
SECRET = "For the owner alone"
ACT = re.compile(r"/notifications/\d+/(read|unread)/")


@pytest.fixture(autouse=True)
def refusals(console):
    console.allows("status of 401")


@pytest.fixture
def acme(account):
    return account(roles=("owner", "editor"))


@pytest.fixture
def traffic(page):
    return Traffic(page)


@pytest.fixture
def shared_bell(acme, host, bell):
    """A bell whose page gives the owner's token, and after `becomes` another's."""
    def embed():
        script = host.script(f"""window.token = "{acme.owner.token()}"
            document.querySelector("notification-bell").getToken = async () => window.token""")
        return bell({"sign_in_url": "/sign-in"}, body=f'<script src="{script}"></script>')
    return embed


def becomes(shown, traffic, last, user):
    """The last one's token is refused; from now on the page gives that user's."""
    traffic.refuse(last)
    shown.page.evaluate("given => { window.token = given }", user and user.token())
    shown.page.evaluate("document.querySelector('notification-bell').client.refresh()")


@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
def test_nothing_of_the_last_person_is_left_anywhere(is_open, acme, shared_bell, page, traffic):
    owner, editor = acme.users
    page.clock.install()
    acme.announce(SECRET, user_id=owner.id)
    shown = shared_bell().shows(1).is_live().open()
    acme.announce(SECRET + ", again", user_id=owner.id)
    expect(shown.region).to_contain_text(SECRET)
    acme.announce("For the editor alone", user_id=editor.id)
    shown.mark_all.click()
    expect(shown.undo).to_be_visible()
    if not is_open:
        page.keyboard.press("Escape")
    becomes(shown, traffic, owner, editor)
    shown.shows(1).is_live()
    assert SECRET not in shown.element.evaluate("bell => bell.shadowRoot.innerHTML")
    expect(shown.undo).to_be_hidden()
    if not is_open:
        shown.open()
    expect(shown.titles).to_have_text(re.compile("For the editor alone"))


def test_what_waited_is_not_done_in_the_name_of_the_next(acme, shared_bell, page, traffic, host):
    owner, editor = acme.users
    acme.announce("For both")
    page.clock.install()
    shown = shared_bell().shows(1).is_live().open()
    shown.mark_all.click()
    shown.shows(0)
    becomes(shown, traffic, owner, editor)
    shown.shows(1).is_live()
    page.clock.fast_forward(UNDO_TIME)
    page.goto(host.url + "/elsewhere")
    assert traffic.acts() == []
    assert editor.unread == 1


def test_of_two_acts_the_second_is_not_done_in_the_name_of_the_next(acme, shared_bell, page, traffic):
    owner, editor = acme.users
    new = acme.announce("For both")
    shown = shared_bell().shows(1).is_live()
    traffic.refuse(owner)
    held = traffic.hold(ACT, "POST")
    page.evaluate("""id => {
        const { client } = document.querySelector("notification-bell")
        client.markRead(id)
        client.markUnread(id)
    }""", new["id"])
    held.wait()
    page.evaluate("given => { window.token = given }", editor.token())
    held.refuse()
    shown.is_live().shows(1)
    page.evaluate("document.querySelector('notification-bell').client.refresh()")
    assert traffic.acts(editor) == []
    assert traffic.acts(owner) == [f"POST {new['id']}/read/"]


def test_a_late_answer_for_the_last_person_is_dropped(acme, host, server, page, traffic):
    owner, editor = acme.users
    acme.announce(SECRET, user_id=owner.id)
    acme.announce("For the editor alone", user_id=editor.id)
    late = traffic.hold(LIST)
    count = traffic.hold(COUNT)
    headless = Headless(page, host, server, owner)
    late.wait()
    count.wait()
    headless.becomes(editor)
    count.refuse()
    page.wait_for_function("() => asked.length === 2")
    late.release()
    headless.is_live(1)
    headless.run("client.refresh()")
    titles = headless.run("seen.flatMap(snapshot => snapshot.notifications.map(item => item.title))")
    assert set(titles) == {"For the editor alone"}


def test_a_late_answer_after_one_has_signed_out_is_dropped(acme, host, server, page, traffic):
    owner = acme.owner
    acme.announce(SECRET, user_id=owner.id)
    headless = Headless(page, host, server, owner).is_live(1)
    late = traffic.hold(LIST)
    count = traffic.hold(COUNT)
    headless.run("void client.refresh()")
    late.wait()
    count.wait()
    headless.becomes(None)
    count.refuse()
    headless.until("now.connection === 'signed-out'")
    with page.expect_response(LIST):
        late.release()
    headless.run("client.refresh()")
    assert headless.titles == []
    assert headless.snapshot["connection"] == "signed-out"


@pytest.mark.parametrize("who", ["editor", "nobody"])
def test_a_page_of_the_history_is_loaded_anew_for_the_next(who, acme, host, server, page, traffic):
    owner, editor = acme.users
    acme.announce_many(30, user_id=owner.id)
    acme.announce("For the editor alone", user_id=editor.id)
    headless = Headless(page, host, server, owner).is_live(30)
    headless.run("(window.history25 = new History(client)).load()")
    older = headless.run("history25.getSnapshot().olderCursor")
    headless.run("cursor => history25.load(cursor)", older)
    assert len(headless.run("history25.getSnapshot().notifications")) == 5
    headless.becomes(editor if who == "editor" else None)
    traffic.refuse(owner)
    headless.run("client.refresh()")
    if who == "editor":
        headless.is_live(1)
        page.wait_for_function("() => history25.getSnapshot().status === 'ready' && history25.getSnapshot().count === 1")
    else:
        headless.until("now.connection === 'signed-out'")
        page.wait_for_function("() => history25.getSnapshot().status !== 'loading'")
    shown = headless.run("history25.getSnapshot()")
    assert "Number" not in str(shown["notifications"])
    assert shown["count"] in (None, 0, 1)


def test_the_list_shows_nothing_of_the_last_person(acme, host, server, page, traffic):
    owner, editor = acme.users
    acme.announce(SECRET, user_id=owner.id)
    acme.announce("For the editor alone", user_id=editor.id)
    host.sign_in(page.context, owner.token())
    page.goto(f"{server.url}/account/notifications")
    shown = page.locator("notification-list")
    expect(shown).to_contain_text(SECRET)
    host.sign_in(page.context, editor.token())
    traffic.refuse(owner)
    shown.evaluate("list => list.client.refresh()")
    expect(shown).to_contain_text("For the editor alone")
    expect(shown).not_to_contain_text(SECRET)
    host.sign_in(page.context, None)
    traffic.refuse(editor)
    shown.evaluate("list => list.client.refresh()")
    expect(shown).not_to_contain_text("For the editor alone")
