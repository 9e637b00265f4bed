"""The bell on a page, by its parts."""

from playwright.sync_api import expect


class Bell:
    def __init__(self, page):
        self.page = page
        self.element = page.locator("notification-bell")
        self.button = self._part("button")
        self.badge = self._part("badge")
        self.panel = self._part("panel")
        self.items = self._part("item")
        self.titles = self._part("title")
        self.mark_all = self._part("mark-all")
        self.status = self._part("status")
        self.empty = self._part("empty")
        self.view_all = self._part("view-all")
        self.undo = self._part("undo")
        self.region = self.element.locator("[role=status]")

    def item(self, notification):
        return self.element.locator(f"[part~=item][data-id='{notification['id']}']")

    def title(self, notification):
        return self.item(notification).locator("[part~=title]")

    def open(self):
        self.button.click()
        expect(self.panel).to_be_visible()
        return self

    def shows(self, unread):
        """Waits until it says that so many are unread."""
        number = "none" if unread == 0 else unread
        expect(self.button).to_have_accessible_name(f"Notifications, {number} unread")
        return self

    def is_live(self, state="live"):
        """Waits until its connection is as said."""
        self.page.wait_for_function(
            "state => document.querySelector('notification-bell').client?.getSnapshot().connection === state", arg=state)
        return self

    def listen(self, event, prevent=False):
        """Notes each such event of the element's from now on, and keeps the element from acting on it."""
        self.page.evaluate(
            """([event, prevent]) => document.addEventListener(`notification-${event}`, heard => {
                if (prevent) heard.preventDefault();
                (window.heard ??= []).push({ event, ...JSON.parse(JSON.stringify(heard.detail ?? {})) })
            })""", [event, prevent])

    def heard(self, event, count=1):
        """The details of the events that were noted; waits until there are that many."""
        found = "event => (window.heard ?? []).filter(heard => heard.event === event)"
        self.page.wait_for_function(f"([event, count]) => ({found})(event).length >= count", arg=[event, count])
        return self.page.evaluate(found, event)

    def focused(self):
        """The part that has the focus, None when none of the element's has it."""
        return self.element.evaluate("bell => bell.shadowRoot.activeElement?.getAttribute('part')")

    @property
    def snapshot(self):
        return self.element.evaluate("bell => bell.client.getSnapshot()")

    def _part(self, name):
        return self.element.locator(f"[part~={name}]")


def bell_page(host, server, attributes, body="", **page):
    """The address of a page of the host's with a bell; `attributes` may be a user: then with their token."""
    if not isinstance(attributes, dict):
        attributes = {"token": attributes.token()}
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    module = f'<script type="module" src="{server.url}/notification-bell.js"></script>'
    return host.page(f"{module}<notification-bell{written}></notification-bell>{body}", server, **page)
