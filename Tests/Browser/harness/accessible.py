"""axe-core, on a page as it stands."""

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def check_accessible(page, *without):
    """Fails when axe-core finds something serious or critical, in open shadow trees too. `without`: rules that are not the
    matter here."""
    rules = {rule: {"enabled": False} for rule in without}
    options = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}, "rules": rules}
    violations = Axe().run(page, options=options).response["violations"]
    serious = [violation for violation in violations if violation["impact"] in ("serious", "critical")]
    assert not serious, "axe found:\n" + "\n".join(map(_told, serious))


def _told(violation):
    nodes = "".join(
        f"\n    {node['target']}  {node['html']}\n      {_flat(node.get('failureSummary', ''))}"
        for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}{nodes}"


def _flat(text):
    return " ".join(text.split())
