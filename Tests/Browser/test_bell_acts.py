"""What one does in the bell: at once on screen, on the server too, and taken back when the server refuses."""

import re

import pytest
from playwright.sync_api import expect

UNREAD = re.compile(r"\bunread\b")
READ = re.compile(r"/api/v1/notifications/\d+/read/")
READ_ALL = "**/api/v1/notifications/read-all/"
UNDO_TIME = 7_000


def test_a_click_marks_as_read_and_leads_to_where_it_points(account, bell, host, waits):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters", action_label="View clusters")
    shown = bell(acme.owner).shows(1).open()
    shown.title(new).click()
    shown.page.wait_for_url(host.url + "/planner/clusters")
    waits(lambda: acme.owner.has_read(new), True)


def test_the_action_button_does_the_same(account, bell, host, waits):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters", action_label="View clusters")
    shown = bell(acme.owner).shows(1).open()
    shown.item(new).locator("[part=action]").click()
    shown.page.wait_for_url(host.url + "/planner/clusters")
    waits(lambda: acme.owner.has_read(new), True)


def test_a_click_on_one_that_leads_nowhere_marks_it_as_read(account, bell, waits):
    acme = account()
    new, other = acme.announce("For your information"), acme.announce("Another")
    shown = bell(acme.owner).shows(2).open()
    shown.title(new).click()
    shown.shows(1)
    expect(shown.item(new)).not_to_have_class(UNREAD)
    expect(shown.item(other)).to_have_class(UNREAD)
    waits(lambda: acme.owner.has_read(new), True)
    assert not acme.owner.has_read(other)


def test_a_host_can_take_over_navigation(account, bell, waits):
    acme = account()
    new = acme.announce("Clusters", action_url="/planner/clusters", action_label="View clusters")
    shown = bell(acme.owner).shows(1).open()
    address = shown.page.url
    shown.listen("navigate", prevent=True)
    shown.title(new).click()
    [detail] = shown.heard("navigate")
    assert detail["url"].endswith("/planner/clusters") and detail["notification"]["id"] == new["id"]
    waits(lambda: acme.owner.has_read(new), True)
    assert shown.page.url == address


def test_read_is_shown_before_the_server_has_answered(account, bell, page, waits):
    acme = account()
    new = acme.announce("Slow")
    waiting = []
    page.route(READ, lambda route: waiting.append(route))
    shown = bell(acme.owner).shows(1).open()
    shown.title(new).click()
    shown.shows(0)
    assert not acme.owner.has_read(new)
    waiting[0].continue_()
    waits(lambda: acme.owner.has_read(new), True)


def test_what_the_server_refuses_is_rolled_back_and_told(account, bell, page, console):
    acme = account()
    new = acme.announce("Refused")
    page.route(READ, lambda route: route.fulfill(
        status=500, json={"detail": "It is broken."}, headers={"Access-Control-Allow-Origin": "*"}))
    shown = bell(acme.owner).shows(1).open()
    shown.listen("error")
    shown.title(new).click()
    shown.heard("error")
    shown.shows(1)
    expect(shown.item(new)).to_have_class(UNREAD)
    expect(shown.panel).to_contain_text("It is broken.")
    console.expects("status of 500")


def test_mark_all_read_is_sent_after_a_few_seconds(account, bell, page, waits):
    acme = account()
    acme.announce_many(3)
    page.clock.install()
    shown = bell(acme.owner).shows(3).open()
    shown.mark_all.click()
    shown.shows(0)
    expect(shown.undo).to_be_visible()
    assert acme.owner.unread == 3
    with page.expect_response(READ_ALL):
        page.clock.fast_forward(UNDO_TIME)
    expect(shown.undo).to_be_hidden()
    waits(lambda: acme.owner.unread, 0)
    shown.shows(0)


def test_mark_all_read_can_be_undone(account, bell, page):
    acme = account()
    acme.announce_many(3)
    sent = []
    page.on("request", lambda request: "read-all" in request.url and sent.append(request))
    page.clock.install()
    shown = bell(acme.owner).shows(3).open()
    shown.mark_all.click()
    shown.shows(0)
    shown.undo.get_by_role("button").click()
    shown.shows(3)
    expect(shown.undo).to_be_hidden()
    page.clock.fast_forward(UNDO_TIME)
    assert acme.owner.unread == 3 and not sent


def test_mark_all_read_leaves_what_came_afterwards(account, bell, page, waits):
    acme = account()
    acme.announce_many(2)
    page.clock.install()
    shown = bell(acme.owner).shows(2).is_live().open()
    shown.mark_all.click()
    shown.shows(0)
    later = acme.announce("Later")
    shown.shows(1)
    with page.expect_response(READ_ALL):
        page.clock.fast_forward(UNDO_TIME)
    waits(lambda: acme.owner.unread, 1)
    assert not acme.owner.has_read(later)
    shown.shows(1)


def test_mark_all_read_reaches_what_is_not_among_the_last_fifty(account, bell, page, waits):
    acme = account()
    acme.announce_many(53)
    page.clock.install()
    shown = bell(acme.owner).shows(53).open()
    shown.mark_all.click()
    shown.shows(0)
    with page.expect_response(READ_ALL):
        page.clock.fast_forward(UNDO_TIME)
    waits(lambda: acme.owner.unread, 0)


def test_what_could_still_be_undone_is_sent_when_the_page_is_left(account, bell, page, host, waits):
    acme = account()
    acme.announce_many(2)
    shown = bell(acme.owner).shows(2).open()
    shown.mark_all.click()
    shown.shows(0)
    page.goto(host.url + "/elsewhere")
    waits(lambda: acme.owner.unread, 0)


def test_mark_all_read_cannot_be_used_when_nothing_is_unread(account, bell):
    acme = account()
    shown = bell(acme.owner).shows(0).open()
    expect(shown.mark_all).to_have_attribute("aria-disabled", "true")
    acme.announce()
    shown.shows(1)
    expect(shown.mark_all).to_have_attribute("aria-disabled", "false")


@pytest.mark.parametrize("address", ["javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x"])
def test_an_address_that_runs_code_is_no_link(address, account, bell, page):
    acme = account()
    new = acme.announce("Beware", action_url="/fine", action_label="Look")

    def altered(route):
        answer = route.fetch()
        body = answer.json()
        body["results"][0]["action_url"] = address
        route.fulfill(response=answer, json=body)

    page.route(re.compile(r"/api/v1/notifications/\?"), altered)
    shown = bell(acme.owner).shows(1).open()
    expect(shown.title(new)).to_be_visible()
    expect(shown.item(new).locator("a")).to_have_count(0)
