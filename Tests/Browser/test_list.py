"""The whole inbox on its page: what is in a row, and what can be done with it."""

import re

from playwright.sync_api import expect

UNREAD = re.compile(r"\bunread\b")


def test_a_notification_is_shown_with_all_that_it_has(account, shown):
    acme = account(sites=("My Blog",))
    new = acme.announce("Publishing failed", message="No connection", severity="error", site_id=acme.sites["My Blog"],
                        action_url="/writer/7", action_label="Look at it")
    listed = shown(acme.owner).shows(1)
    row = listed.item(new)
    expect(row).to_have_class(UNREAD)
    expect(row).to_have_attribute("data-severity", "error")
    expect(row.locator("[part=icon] svg").first).to_be_visible()
    expect(listed.title(new)).to_have_accessible_name("Error, Unread: Publishing failed")
    expect(row.locator("[part=message]")).to_have_text("No connection")
    expect(row.locator("[part=site]")).to_have_text("My Blog")
    expect(row.locator("time")).to_have_text("now")
    expect(row.locator("time")).to_have_attribute("title", re.compile(r"\w+day.* 20\d\d at \d\d:\d\d"))
    expect(row.locator("a[part=action]")).to_have_text("Look at it")


def test_the_list_is_in_groups_by_day(account, shown, page):
    acme = account()
    for title in ("Oldest", "Older", "Old", "New"):
        acme.announce(title)
    ages = {"Oldest": "2025-12-24T10:00:00Z", "Older": "2026-03-09T08:00:00Z", "Old": "2026-03-13T23:59:00Z",
            "New": "2026-03-14T00:01:00Z"}

    def dated(route):
        answer = route.fetch()
        body = answer.json()
        for item in body["results"]:
            item["created_at"] = ages[item["title"]]
        route.fulfill(response=answer, json=body)

    page.clock.set_fixed_time("2026-03-14T12:00:00Z")
    page.route(re.compile(r"/api/v1/notifications/\?"), dated)
    listed = shown(acme.owner).titled("New", "Old", "Older", "Oldest")
    expect(listed.days.locator("h3")).to_have_text(
        ["Today", "Yesterday", "Monday 9 March", "Wednesday, 24 December 2025"])
    expect(listed.element.get_by_role("list", name="Yesterday").get_by_role("listitem")).to_have_count(1)


def test_a_notification_is_marked_as_read_and_as_unread_again(account, shown):
    acme = account()
    new = acme.announce("Hello")
    listed = shown(acme.owner)
    listed.button(new, "toggle-read").click()
    expect(listed.item(new)).not_to_have_class(UNREAD)
    expect(listed.button(new, "toggle-read")).to_have_text("Mark as unread")
    expect(listed.button(new, "toggle-read")).to_be_focused()
    listed.page.wait_for_function("() => document.querySelector('notification-list').client.getSnapshot().unreadCount === 0")
    listed.page.reload()
    expect(listed.item(new)).to_be_visible()
    expect(listed.item(new)).not_to_have_class(UNREAD)
    listed.button(new, "toggle-read").click()
    expect(listed.item(new)).to_have_class(UNREAD)
    listed.page.reload()
    expect(listed.item(new)).to_have_class(UNREAD)
    assert acme.owner.unread == 1


def test_what_is_refused_is_taken_back_and_said(account, shown, page, console):
    acme = account()
    new = acme.announce("Hello")
    listed = shown(acme.owner).shows(1)
    console.expects("503")
    page.route("**/read/", lambda route: route.fulfill(
        status=503, json={"detail": "The database is away."}, headers={"Access-Control-Allow-Origin": "*"}))
    listed.button(new, "toggle-read").click()
    expect(listed.refused).to_have_text("That did not work: The database is away.")
    expect(listed.item(new)).to_have_class(UNREAD)
    expect(page.locator("[role=status]", has_text="The database is away.")).to_have_count(1)


def test_a_title_marks_as_read_and_leads_to_its_page(account, shown, page, server):
    acme = account()
    new = acme.announce("Hello", action_url="/planner/clusters")
    listed = shown(acme.owner)
    page.route("**/planner/clusters", lambda route: route.fulfill(body="<title>There</title>", content_type="text/html"))
    listed.title(new).click()
    page.wait_for_url("**/planner/clusters")
    page.go_back()
    expect(listed.item(new)).not_to_have_class(UNREAD)
    assert acme.owner.has_read(new)


def test_a_page_may_navigate_itself(account, shown, page):
    acme = account()
    new = acme.announce("Hello", action_url="/planner/clusters")
    listed = shown(acme.owner)
    page.evaluate("""addEventListener("notification-navigate", event => {
        event.preventDefault()
        document.title = `${event.detail.url} ${event.detail.notification.title}`
    })""")
    listed.title(new).click()
    expect(page).to_have_title(re.compile(r"^http://.*/planner/clusters Hello$"))
    expect(listed.item(new)).not_to_have_class(UNREAD)
    assert "/account/notifications" in page.url


def test_a_dismissed_one_goes_and_can_be_taken_back(account, shown):
    acme = account()
    first, second, third = (acme.announce(title) for title in ("One", "Two", "Three"))
    listed = shown(acme.owner).shows(3)
    listed.button(second, "dismiss").click()
    expect(listed.item(second)).to_have_count(0)
    listed.shows(2)
    expect(listed.title(first)).to_be_focused()
    expect(listed.undo).to_contain_text("Dismissed.")
    listed.undo.get_by_role("button", name="Undo").click()
    listed.titled("Three", "Two", "One").shows(3)
    expect(listed.title(second)).to_be_focused()
    expect(listed.undo).to_be_hidden()
    assert len(acme.owner.inbox()) == 3


def test_a_dismissal_is_sent_after_a_few_seconds_and_held_while_somebody_is_about_to_undo(account, shown, page):
    acme = account(roles=("owner", "editor"))
    owner, editor = acme.users
    new = acme.announce("Hello")
    page.clock.install()
    listed = shown(owner).shows(1)
    listed.button(new, "dismiss").click()
    listed.undo.hover()
    page.clock.run_for(60_000)
    expect(listed.undo).to_be_visible()
    page.mouse.move(0, 0)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.clock.run_for(6_000)
    expect(listed.undo).to_be_hidden()
    assert owner.inbox() == [] and len(editor.inbox()) == 1


def test_a_dismissal_that_is_refused_comes_back(account, shown, page, console):
    acme = account()
    new = acme.announce("Hello")
    page.clock.install()
    listed = shown(acme.owner).shows(1)
    console.expects("500")
    page.route(re.compile(r"/api/v1/notifications/\d+/$"), lambda route: route.fulfill(
        status=500, json={"detail": "Something went wrong."}, headers={"Access-Control-Allow-Origin": "*"}))
    listed.button(new, "dismiss").click()
    expect(listed.item(new)).to_have_count(0)
    page.clock.run_for(6_000)
    expect(listed.item(new)).to_be_visible()
    expect(listed.refused).to_contain_text("Something went wrong.")


def test_all_are_marked_as_read_at_once_and_can_be_taken_back(account, shown):
    acme = account()
    acme.announce_many(3)
    listed = shown(acme.owner).shows(3)
    listed.mark_all.click()
    expect(listed.element.locator(".unread")).to_have_count(0)
    expect(listed.undo).to_contain_text("Marked 3 as read.")
    expect(listed.mark_all).to_have_attribute("aria-disabled", "true")
    listed.undo.get_by_role("button", name="Undo").click()
    expect(listed.element.locator(".unread")).to_have_count(3)
    assert acme.owner.unread == 3


def test_what_is_marked_as_read_stays_so_when_the_page_is_left_at_once(account, shown, page):
    acme = account()
    acme.announce_many(2)
    listed = shown(acme.owner).shows(2)
    listed.mark_all.click()
    expect(listed.element.locator(".unread")).to_have_count(0)
    page.reload()
    listed.shows(2)
    expect(listed.element.locator(".unread")).to_have_count(0)


def test_what_is_new_comes_by_itself(account, shown):
    acme = account()
    acme.announce("Before")
    listed = shown(acme.owner).shows(1).is_live()
    acme.announce("Just now")
    listed.shows(2).titled("Just now", "Before")


def test_what_another_tab_does_is_seen_here(account, shown, context):
    acme = account()
    first, second = acme.announce("One"), acme.announce("Two")
    here = shown(acme.owner).shows(2).is_live()
    there = shown(acme.owner, tab=context.new_page()).shows(2)
    there.button(first, "toggle-read").click()
    expect(here.item(first)).not_to_have_class(UNREAD)
    there.button(second, "dismiss").click()
    expect(here.item(second)).to_have_count(0)
    there.undo.get_by_role("button", name="Undo").click()
    expect(here.item(second)).to_be_visible()
