import { h, setText } from "./dom.js"
import { badgeStyle } from "./bell-style.js"
import { baseStyle } from "./base-style.js"
import { NotificationElement } from "./element.js"

/** The number of unread notifications alone, for a menu; nothing when there are none. */
export class NotificationBadge extends NotificationElement {
    static styles = [baseStyle, badgeStyle]

    #number = h("span", { part: "badge", "aria-hidden": "true", hidden: true })
    #words = h("span", { class: "hidden" })

    constructor() {
        super()
        this.root.append(this.#number, this.#words)
    }

    render({ unreadCount }) {
        const count = unreadCount ?? 0
        this.#number.hidden = !count
        setText(this.#number, this.strings.badge(count))
        setText(this.#words, count ? this.strings.text("unread", { count }) : "")
    }
}
