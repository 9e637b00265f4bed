"""Page by page, while new ones arrive."""

import re

from playwright.sync_api import expect

from harness.traffic import Traffic


def test_going_back_in_time_neither_skips_nor_repeats_while_new_ones_arrive(account, shown, page):
    acme = account()
    acme.announce_many(60)
    listed = shown(acme.owner).shows(60)
    seen = listed.numbers()
    for _ in range(2):
        acme.announce("New 0")
        top = seen[-1]
        listed.older.click()
        expect(listed.titles.first).to_contain_text(f"Number {top - 1}")
        seen += [number for number in listed.numbers()]
    assert [number for number in seen if number] == list(range(60, 0, -1))
    expect(listed.older).to_have_attribute("aria-disabled", "true")


def test_coming_back_neither_skips_nor_repeats_while_new_ones_arrive(account, shown, page):
    acme = account()
    acme.announce_many(30)
    listed = shown(acme.owner).shows(30)
    listed.older.click()
    expect(listed.items).to_have_count(5)
    for number in range(31, 34):
        acme.announce(f"Number {number}")
    seen = listed.numbers()[::-1]
    while listed.newer.get_attribute("aria-disabled") == "false":
        listed.newer.click()
        expect(listed.titles.last).to_contain_text(f"Number {seen[-1] + 1}")
        seen += listed.numbers()[::-1]
    assert seen == list(range(1, 34))
    listed.is_live()
    acme.announce("Number 34")
    expect(listed.titles.first).to_contain_text("Number 34")
    listed.newest.click()
    expect(listed.items).to_have_count(25)
    assert "cursor" not in page.url


def test_the_page_is_in_the_address_and_the_focus_at_its_heading(account, shown, page):
    acme = account()
    acme.announce_many(30)
    listed = shown(acme.owner, "?severity=info").shows(30)
    listed.older.click()
    expect(listed.items).to_have_count(5)
    expect(listed.count).to_be_focused()
    assert "cursor=b" in page.url and "severity=info" in page.url
    page.reload()
    expect(listed.items).to_have_count(5)
    page.go_back()
    expect(listed.items).to_have_count(25)
    expect(listed.newer).to_have_attribute("aria-disabled", "true")
    listed.older.click()
    expect(listed.items).to_have_count(5)
    listed.element.locator("label", has_text="Information").click()
    expect(listed.items).to_have_count(25)
    assert "cursor" not in page.url


def test_with_one_page_there_is_nothing_to_page(account, shown):
    acme = account()
    acme.announce("Hello")
    listed = shown(acme.owner).shows(1)
    expect(listed.older).to_be_hidden()


def test_dismissing_on_one_page_skips_nothing_on_the_next(account, shown):
    acme = account()
    acme.announce_many(30)
    listed = shown(acme.owner).shows(30)
    listed.items.first.locator("[part~=dismiss]").click()
    listed.shows(29)
    listed.older.click()
    expect(listed.titles.first).to_contain_text("Number 5")
    assert listed.numbers() == [5, 4, 3, 2, 1]


def test_when_all_of_a_page_is_dismissed_what_follows_moves_up(account, shown, page):
    acme = account()
    acme.announce_many(27)
    page.clock.install()
    listed = shown(acme.owner).shows(27)
    listed.older.click()
    expect(listed.items).to_have_count(2)
    for left in (1, 0):
        listed.items.first.locator("[part~=dismiss]").click()
        expect(listed.items).to_have_count(left)
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        page.clock.run_for(6_000)
    page.clock.run_for(1_000)
    expect(listed.items).to_have_count(25)
    assert "cursor" not in page.url


def test_what_follows_moves_up_when_the_server_is_done_with_it_late(account, shown, page):
    acme = account()
    acme.announce_many(26)
    page.clock.install()
    listed = shown(acme.owner).shows(26)
    listed.older.click()
    expect(listed.items).to_have_count(1)
    traffic = Traffic(page)
    removal = traffic.hold(re.compile(r"/notifications/\d+/$"), "DELETE")
    listed.items.first.locator("[part~=dismiss]").click()
    expect(listed.items).to_have_count(0)
    again = traffic.hold(re.compile(r"cursor=b"))
    page.clock.run_for(6_000)
    removal.wait()
    again.wait()
    with page.expect_response(lambda answer: answer.request.method == "DELETE"):
        removal.release()
    again.release()
    expect(listed.items).to_have_count(25)
    assert "cursor" not in page.url
