"""NotificationClient and History alone, in a module of the host's: no element, nothing to look at."""

import json

SCRIPT = """
import {{ History, NotificationClient }} from "{server}/notification-client.js"
const getToken = async ({{ renew }}) => {{
    asked.push(renew)
    await window.renewal
    return window.token
}}
const client = new NotificationClient({{ server: "{server}", getToken }})
const told = []
const seen = []
const asked = []
const note = ({{ type, detail }}) => told.push({{ type, id: detail?.id, status: detail?.status }})
for (const type of ["notification", "failure", "signed-out"]) client.addEventListener(type, note)
Object.assign(window, {{ History, NotificationClient, client, told, seen, asked, token: {token} }})
{start}
"""
START = "window.leave = client.subscribe(() => seen.push(client.getSnapshot()))"


class Headless:
    """In the page: `client`; `token`, what it is given from now on; `seen`, all its snapshots; `told`, its events; `asked`,
    what it asked for a token with; `renewal`, what has to come before it is given one."""

    def __init__(self, page, host, server, user, start=START, **details):
        self.page = page
        script = host.script(SCRIPT.format(server=server.url, token=json.dumps(user.token()), start=start))
        page.goto(host.page(f'<script type="module" src="{script}"></script>', server, **details))
        page.wait_for_function("() => window.client !== undefined")

    def run(self, script, argument=None):
        """The value of an expression, or of a function of the argument."""
        return self.page.evaluate(script, argument)

    def until(self, condition, argument=None):
        """Waits until `condition`, of the snapshot `now` and perhaps of `argument`, holds."""
        self.page.wait_for_function(f"argument => {{ const now = client.getSnapshot(); return {condition} }}", arg=argument)
        return self

    def is_live(self, unread):
        """The number may be there before what it counts."""
        return self.until(
            "now.connection === 'live' && now.status === 'ready' && now.unreadCount === argument"
            " && now.notifications.filter(item => !item.is_read).length === Math.min(argument, 50)", unread)

    def becomes(self, user):
        """From now on tokens are that user's, or nobody's."""
        self.page.evaluate("given => { window.token = given }", user and user.token())

    @property
    def snapshot(self):
        return self.run("client.getSnapshot()")

    @property
    def titles(self):
        return [item["title"] for item in self.snapshot["notifications"]]

    def seen(self, name):
        """What a field of the snapshots has been, one after the other."""
        values = self.run("name => seen.map(snapshot => snapshot[name])", name)
        return [value for index, value in enumerate(values) if index == 0 or values[index - 1] != value]

    def told(self, kind):
        """How often it told that event."""
        return self.run("kind => told.filter(({ type }) => type === kind).length", kind)
