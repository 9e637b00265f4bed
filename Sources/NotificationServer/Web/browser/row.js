import { attribute, h, safeURL, setText } from "./dom.js"
import { icon, iconName, paths } from "./icons.js"

/**
 * The row of a notification, the same in the bell and on the page. `element`: whose it is, a NotificationElement;
 * `buttons`: more of them after the action. `updateRow` fills it in.
 */
export function makeRow(element, item, ...buttons) {
    const address = item.action_url && safeURL(item.action_url)
    const open = event => follow(element, event, item, address)
    const link = (properties, ...children) => address
        ? h("a", { href: address, click: open, auxclick: open, ...properties }, ...children)
        : h("button", { click: open, ...properties }, ...children)
    return h(
        "li", { part: "item", "data-id": item.id, "data-severity": item.severity },
        h("span", { part: "icon" }, ...drawings(item)),
        h(
            "div", { class: "body" },
            link({ part: "title" }, h("span", { class: "hidden" }), h("span", { text: item.title })),
            item.message && h("p", { part: "message", text: item.message }),
            h(
                "div", { class: "meta" },
                h("span", { part: "site" }),
                h("time", { part: "time", datetime: item.created_at }),
            ),
            h(
                "div", { class: "actions" },
                address && item.action_label
                    ? h("a", { part: "action", href: address, click: open, auxclick: open, text: item.action_label })
                    : null,
                ...buttons,
            ),
        ),
    )
}

/** Brings what may change up to date: the read state, the site's name, how long ago it was. */
export function updateRow(row, item, strings) {
    const at = selector => row.querySelector(selector)
    row.classList.toggle("unread", !item.is_read)
    const states = [strings.text(item.severity), item.is_read ? "" : strings.text("isUnread")]
    setText(at(".hidden"), `${states.filter(Boolean).join(", ")}: `)
    setText(at(".site"), item.site?.name ?? "")
    at(".site").hidden = !item.site?.name
    const date = new Date(item.created_at)
    setText(at("time"), strings.ago(date))
    attribute(at("time"), "title", strings.exact.format(date))
}

/** Marks as read, and goes where it leads unless the page does that. */
export function follow(element, event, notification, url) {
    if (notification && event.button < 2) element.client.markRead(notification.id)
    const isPlain = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    if (!url || !isPlain || element.tell("navigate", { url, notification })) return
    event.preventDefault()
    element.navigated()
}

/** The type's icon, and in its corner the severity's, so that it does not depend on colours. */
export function drawings(item) {
    const name = iconName(item)
    return paths[name] === paths[item.severity] ? [icon(name)] : [icon(name), icon(item.severity)]
}
