"""What the TypeScript declarations promise is there."""

import re

from harness.headless import Headless


def members(declarations, name):
    """The names of a class's members, its constructor's and EventTarget's aside."""
    body = re.search(rf"^export class {name}\b.*?{{\n(.*?)^}}", declarations, re.M | re.S).group(1)
    names = re.findall(r"^    (?:readonly )?(\w+)(?:<[^>]*>)?[(:?]", body, re.M)
    return sorted(set(names) - {"constructor", "addEventListener", "removeEventListener"})


def test_the_client_and_the_history_have_what_is_declared(account, page, host, server):
    declarations = page.request.get(f"{server.url}/notification-client.d.ts").text()
    headless = Headless(page, host, server, account().owner)
    headless.run("() => { window.history2 = new History(client, {}) }")
    for name, value in (("NotificationClient", "client"), ("History", "history2")):
        declared = members(declarations, name)
        assert len(declared) > 4
        missing = headless.run(f"names => names.filter(name => !(name in {value}))", declared)
        assert missing == [], name


def test_the_snapshots_have_the_fields_that_are_declared(account, page, host, server):
    declarations = page.request.get(f"{server.url}/notification-client.d.ts").text()
    acme = account()
    acme.announce("Declared")
    headless = Headless(page, host, server, acme.owner).is_live(1)
    body = re.search(r"^export interface Snapshot {\n(.*?)^}", declarations, re.M | re.S).group(1)
    assert sorted(re.findall(r"^    readonly (\w+):", body, re.M)) == sorted(headless.snapshot)
    body = re.search(r"^export interface Notification {\n(.*?)^}", declarations, re.M | re.S).group(1)
    assert sorted(re.findall(r"^    readonly (\w+):", body, re.M)) == sorted(headless.snapshot["notifications"][0])
