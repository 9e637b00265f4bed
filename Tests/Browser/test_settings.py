"""What a user wants to hear of: switches, saved at once."""

import re

from playwright.sync_api import expect


def chosen(user, name):
    results = user.get("/notifications/preferences/")["results"]
    found = next(item for item in results if item["notification_type"] == name)
    return found["enabled"], found["push"], found["is_default"]


def test_all_types_are_there_by_category(account, settings_of):
    opened = settings_of(account().owner)
    expect(opened.types).to_have_count(26)
    expect(opened.element.get_by_role("heading", level=2)).to_have_text(
        ["AI operations", "Workflow", "WordPress", "Credits", "Setup", "System", "Editorial"])
    group = opened.element.get_by_role("region", name="WordPress")
    expect(group.get_by_role("switch")).to_have_count(4)
    expect(group.get_by_role("switch").first).to_have_accessible_name("WordPress synced Show")
    expect(opened.type("credits_low").locator("[part=icon] svg").first).to_be_visible()
    expect(opened.type("credits_low").locator(".term")).to_have_text("Warning: Credits running low")


def test_a_switch_is_saved_at_once_and_said(account, settings_of):
    owner = account().owner
    opened = settings_of(owner)
    switch = opened.switch("keywords_imported", "push")
    switch.uncheck()
    expect(opened.said).to_have_text("Saved.")
    expect(opened.toast).to_be_visible()
    assert chosen(owner, "keywords_imported") == (True, False, False)
    opened.page.reload()
    expect(switch).not_to_be_checked()
    switch.check()
    expect(opened.said).to_have_text("Saved.")
    assert chosen(owner, "keywords_imported") == (True, True, False)


def test_it_is_each_users_own(account, settings_of):
    owner, editor = account(roles=("owner", "editor")).users
    settings_of(owner).switch("credits_low", "enabled").uncheck()
    opened = settings_of(owner)
    expect(opened.switch("credits_low", "enabled")).not_to_be_checked()
    assert chosen(editor, "credits_low") == (True, True, True)


def test_what_is_not_shown_cannot_be_told_at_once(account, settings_of):
    owner = account().owner
    opened = settings_of(owner)
    push = opened.switch("credits_low", "push")
    opened.switch("credits_low", "enabled").uncheck()
    expect(push).to_have_attribute("aria-disabled", "true")
    expect(push).to_have_accessible_description("Only what is shown can be told at once.")
    expect(opened.said).to_have_text("Saved.")
    push.click(force=True)
    expect(push).to_be_checked()
    push.press("Space")
    expect(push).to_be_checked()
    assert chosen(owner, "credits_low") == (False, True, False)
    opened.switch("credits_low", "enabled").check()
    expect(push).not_to_have_attribute("aria-disabled", "true")


def test_a_locked_type_is_explained_and_cannot_be_switched_off(account, settings_of):
    opened = settings_of(account().owner)
    for field in ("enabled", "push"):
        switch = opened.switch("credits_depleted", field)
        expect(switch).to_be_checked()
        expect(switch).to_have_attribute("aria-disabled", "true")
        expect(switch).to_have_accessible_description("Always on: this one is too important to be missed.")
        switch.click(force=True)
        expect(switch).to_be_checked()
    expect(opened.type("credits_depleted").locator(".hint")).to_be_visible()
    expect(opened.said).to_be_empty()


def test_back_to_the_default_which_is_named(account, settings_of):
    owner = account().owner
    opened = settings_of(owner)
    expect(opened.default("content.created")).to_be_hidden()
    opened.switch("content.created", "enabled").check()
    expect(opened.default("content.created")).to_have_text("Back to the default: not shown")
    opened.switch("credits_low", "push").uncheck()
    expect(opened.default("credits_low")).to_have_text("Back to the default: shown and told at once")
    opened.default("credits_low").click()
    expect(opened.switch("credits_low", "push")).to_be_checked()
    expect(opened.default("credits_low")).to_be_hidden()
    expect(opened.switch("credits_low", "enabled")).to_be_focused()
    opened.page.wait_for_function(
        "() => document.querySelector('notification-settings').shadowRoot.querySelector('[role=status]').textContent.includes('Saved')")
    expect(opened.default("credits_low")).to_be_hidden()


def test_the_accounts_default_is_the_default(account, settings_of):
    owner = account().owner
    owner.patch("/notifications/preferences/defaults/", {"credits_low": {"push": False}})
    opened = settings_of(owner)
    expect(opened.switch("credits_low", "push")).not_to_be_checked()
    opened.switch("credits_low", "push").check()
    expect(opened.default("credits_low")).to_have_text("Back to the default: shown, not told at once")


def test_what_is_refused_is_taken_back_and_said(account, settings_of, page, console):
    owner = account().owner
    opened = settings_of(owner)
    switch = opened.switch("credits_low", "push")
    expect(switch).to_be_checked()
    console.expects("503")
    page.route("**/preferences/", lambda route: route.fulfill(
        status=503, json={"detail": "The database is away."}, headers={"Access-Control-Allow-Origin": "*"})
        if route.request.method == "PATCH" else route.fallback())
    switch.click()
    expect(opened.said).to_have_text("That did not work: The database is away.")
    expect(opened.toast).to_be_visible()
    expect(switch).to_be_checked()
    assert chosen(owner, "credits_low") == (True, True, True)


def test_quick_changes_all_hold_in_their_order(account, settings_of):
    owner = account().owner
    opened = settings_of(owner)
    switch = opened.switch("credits_low", "push")
    for _ in range(5):
        switch.click()
    expect(switch).not_to_be_checked()
    opened.switch("system_info", "enabled").click()
    expect(opened.element.locator("[aria-busy=false]")).to_have_count(1)
    expect(opened.said).to_contain_text("Saved.")
    opened.page.wait_for_load_state("networkidle")
    assert chosen(owner, "credits_low")[1] is False
    assert chosen(owner, "system_info")[0] is False


def test_it_is_done_by_keyboard(account, settings_of, page):
    opened = settings_of(account().owner)
    opened.switch("ai_cluster_complete", "enabled").focus()
    page.keyboard.press("Space")
    expect(opened.switch("ai_cluster_complete", "enabled")).not_to_be_checked()
    page.keyboard.press("Tab")
    expect(opened.switch("ai_cluster_complete", "push")).to_be_focused()


def test_what_is_muted_is_gone_from_the_list(account, settings_of, shown):
    acme = account()
    acme.announce("Hello", notification_type="credits_low")
    opened = settings_of(acme.owner)
    opened.switch("credits_low", "enabled").uncheck()
    expect(opened.said).to_have_text("Saved.")
    shown(acme.owner).shows(0)


def test_what_could_not_be_loaded_is_tried_again(account, settings_of, page, console):
    console.expects("500")
    page.route("**/preferences/", lambda route: route.fulfill(
        status=500, json={"detail": "Oh."}, headers={"Access-Control-Allow-Origin": "*"}))
    opened = settings_of(account().owner)
    expect(opened.element).to_contain_text("The settings could not be loaded.")
    page.unroute_all()
    opened.element.get_by_role("button", name="Try again").click()
    expect(opened.types).to_have_count(26)


def test_a_host_embeds_the_settings(account, page, host, server):
    owner = account().owner
    module = f'<script type="module" src="{server.url}/notification-elements.js"></script>'
    page.goto(host.page(f'{module}<notification-settings token="{owner.token()}"></notification-settings>', server))
    page.locator("[data-type=credits_low] [data-field=push]").uncheck()
    expect(page.locator("notification-settings [role=status]")).to_have_text(re.compile("Saved."))
    assert chosen(owner, "credits_low") == (True, False, False)
