"""The whole inbox on its page: what it shows when there is nothing to show, or nothing good; and by keyboard alone."""

import re

from playwright.sync_api import expect

UNREAD = re.compile(r"\bunread\b")


def test_html_in_a_title_is_text(account, shown, page):
    acme = account()
    wicked = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    acme.announce(wicked, message=wicked)
    listed = shown(acme.owner).titled(wicked)
    expect(listed.element.locator("[part=message]")).to_have_text(wicked)
    assert listed.element.locator("img, script").count() == 0


def test_an_address_that_would_run_code_is_no_link(account, shown, page):
    acme = account()
    new = acme.announce("Hello", action_url="/fine", action_label="Go")

    def wicked(route):
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('"/fine"', '"javascript:document.title=1"'))

    page.route(re.compile(r"/api/v1/notifications/\?"), wicked)
    listed = shown(acme.owner).shows(1)
    assert listed.item(new).locator("a").count() == 0
    listed.title(new).click()
    expect(listed.item(new)).not_to_have_class(UNREAD)
    expect(page).to_have_title("Notifications · notify")


def test_who_has_nothing_is_told_so(account, shown):
    listed = shown(account().owner).shows(0)
    expect(listed.empty).to_contain_text("Nothing here yet")


def test_while_it_loads_it_says_so_and_then_stays_where_it_is(account, shown, page):
    acme = account()
    acme.announce("Hello")
    waiting = []
    page.route(re.compile(r"/api/v1/notifications/\?.*cursor"), lambda route: waiting.append(route))
    listed = shown(acme.owner)
    expect(listed.empty).to_contain_text("Loading")
    expect(listed.element.locator(".results")).to_have_attribute("aria-busy", "true")
    top = listed.count.bounding_box()["y"]
    for route in waiting:
        route.continue_()
    listed.shows(1)
    expect(listed.element.locator(".results")).to_have_attribute("aria-busy", "false")
    assert abs(listed.count.bounding_box()["y"] - top) < 2


def test_what_could_not_be_loaded_is_tried_again(account, shown, page, console):
    acme = account()
    acme.announce("Hello")
    console.expects("500")
    page.route(re.compile(r"/api/v1/notifications/\?.*cursor"), lambda route: route.fulfill(
        status=500, json={"detail": "Oh."}, headers={"Access-Control-Allow-Origin": "*"}))
    listed = shown(acme.owner)
    expect(listed.empty).to_contain_text("could not be loaded")
    page.unroute_all()
    page.reload()
    listed.shows(1)


def test_who_is_offline_keeps_the_list_and_is_told(account, shown, context, console):
    acme = account()
    acme.announce("Hello")
    listed = shown(acme.owner).shows(1).is_live()
    console.allows("ERR_INTERNET_DISCONNECTED", "WebSocket")
    context.set_offline(True)
    expect(listed.status).to_contain_text("You are offline")
    listed.titled("Hello")
    context.set_offline(False)
    expect(listed.status).to_be_hidden()


def test_who_is_signed_out_is_led_to_the_sign_in(page, context, host, server, console):
    console.expects("401")
    host.sign_in(context, None)
    page.goto(f"{server.url}/account/notifications")
    sign_in = page.locator("notification-list").get_by_role("link", name="Sign in")
    expect(sign_in).to_have_attribute("href", f"{host.url}/sign-in")
    expect(page.locator("notification-list [part=filters]")).to_be_hidden()


def test_everything_is_done_by_keyboard(account, shown, page):
    acme = account()
    first, second = acme.announce("One"), acme.announce("Two")
    listed = shown(acme.owner).shows(2)
    listed.mark_all.focus()
    page.keyboard.press("Tab")
    expect(listed.title(second)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(listed.item(second)).not_to_have_class(UNREAD)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(listed.item(second)).to_have_count(0)
    expect(listed.title(first)).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    listed.shows(2)
    expect(listed.title(second)).to_be_focused()


def test_who_signs_in_next_sees_nothing_of_the_last(account, shown, page, context, host, console):
    console.allows("401")
    first, second = account(), account()
    first.announce("For the first")
    second.announce("For the second", notification_type="credits_low")
    listed = shown(first.owner, "?category=system").titled("For the first")
    sign_in(page, host, context, None)
    expect(listed.empty).to_contain_text("You are signed out.")
    expect(listed.items).to_have_count(0)
    page.goto(page.url.split("?")[0])
    host.sign_in(context, second.owner.token())
    page.evaluate("document.querySelector('notification-list').client.refresh()")
    listed.titled("For the second")
    sign_in(page, host, context, first.owner.token())
    listed.titled("For the first")


def sign_in(page, host, context, token):
    """Somebody else from now on: the last one's token is refused."""
    host.sign_in(context, token)
    stale = []

    def refuse(route):
        if not stale:
            stale.append(route.request.headers["authorization"])
        if route.request.headers["authorization"] != stale[0]:
            return route.fallback()
        return route.fulfill(status=401, json={}, headers={"Access-Control-Allow-Origin": "*"})

    page.unroute_all()
    page.route("**/api/v1/**", refuse)
    page.evaluate("document.querySelector('notification-list').client.refresh()")
