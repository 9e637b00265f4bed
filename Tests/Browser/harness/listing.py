"""The list of notifications and the settings on our own pages, by their parts."""

import pytest
from playwright.sync_api import expect


class Listing:
    def __init__(self, page):
        self.page = page
        self.element = page.locator("notification-list")
        self.items = self._part("item")
        self.titles = self._part("title")
        self.count = self._part("count")
        self.days = self._part("day")
        self.mark_all = self._part("mark-all")
        self.undo = self._part("undo")
        self.empty = self._part("empty")
        self.status = self._part("status")
        self.refused = self.status
        self.clear = self._part("clear")
        self.newest, self.newer, self.older = (self._part(name) for name in ("newest", "newer", "older"))
        self.said = self.element.locator("[role=status]")

    def item(self, notification):
        return self.element.locator(f"[part~=item][data-id='{notification['id']}']")

    def title(self, notification):
        return self.item(notification).locator("[part~=title]")

    def button(self, notification, part):
        return self.item(notification).locator(f"[part~={part}]")

    def control(self, name):
        """A filter by its label: a drop-down, a date, a box."""
        return self.element.get_by_label(name, exact=True)

    def check(self, name):
        """A pill or a segment, by its text."""
        self.element.locator("label", has_text=name).first.click()

    def shows(self, count):
        word = "No notifications" if count == 0 else f"{count} notification" + ("" if count == 1 else "s")
        expect(self.count).to_have_text(word)
        return self

    def titled(self, *titles):
        expect(self.element.locator("[part~=title] span:not(.hidden)")).to_have_text(list(titles))
        return self

    def numbers(self):
        """The numbers in the titles, from top to bottom."""
        expect(self.element.locator("[aria-busy=true]")).to_have_count(0)
        return [int(text.rsplit(" ", 1)[1]) for text in self.titles.all_inner_texts()]

    def is_live(self):
        self.page.wait_for_function(
            "() => document.querySelector('notification-list').client?.getSnapshot().connection === 'live'")
        return self

    def _part(self, name):
        return self.element.locator(f"[part~={name}]")


class Settings:
    def __init__(self, page):
        self.page = page
        self.element = page.locator("notification-settings")
        self.types = self.element.locator("[part~=item]")
        self.said = self.element.locator("[role=status]")
        self.toast = self.element.locator("[part~=toast]")

    def type(self, name):
        return self.element.locator(f"[data-type='{name}']")

    def switch(self, name, field):
        return self.type(name).locator(f"[data-field={field}]")

    def default(self, name):
        return self.type(name).locator("[part~=default]")


@pytest.fixture
def shown(page, context, host, server):
    """`shown(user, "?severity=error")` opens our page of that user's notifications."""
    def open(user, query="", tab=page, on=server):
        host.sign_in(tab.context, user.token())
        tab.goto(f"{on.url}/account/notifications{query}")
        return Listing(tab)
    return open


@pytest.fixture
def settings_of(page, host, server):
    """`settings_of(user)` opens our page of that user's settings."""
    def open(user, tab=page, on=server):
        host.sign_in(tab.context, user.token())
        tab.goto(f"{on.url}/settings/notifications")
        return Settings(tab)
    return open
