import { baseStyle } from "./base-style.js"
import { badgeStyle, bellStyle } from "./bell-style.js"
import { attribute, h, reconcile, safeURL, setText } from "./dom.js"
import { NotificationElement } from "./element.js"
import { icon } from "./icons.js"
import { Notices } from "./notices.js"
import { follow, makeRow, updateRow } from "./row.js"

const margin = 8
const gap = 4
const widest = 416

/** Loaded by who wants any. */
const loadSound = () => import(new URL("./notification-sound.js", import.meta.url).href)

/**
 * A bell with the number of unread notifications, and under it the newest ones.
 *
 * Attributes besides those of all elements: `view-all-url` (`/account/notifications`), `sounds` (severities, or "all").
 */
export class NotificationBell extends NotificationElement {
    static styles = [baseStyle, badgeStyle, bellStyle]

    #badge = h("span", { part: "badge", "aria-hidden": "true", hidden: true })
    #button = h(
        "button",
        { part: "button", class: "bell", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-controls": "panel", click: () => this.open = !this.open },
        icon("bell"), this.#badge)
    #heading = h("h2", { id: "heading" })
    #markAll = h("button", { part: "mark-all", class: "text-button", click: () => this.client?.markAllRead() })
    #close = h("button", { part: "close", click: () => this.#closeAndFocus() }, icon("close"))
    #status = h("p", { part: "status", hidden: true })
    #list = h("ul", { part: "list", role: "list", "aria-labelledby": "heading" })
    #empty = h("div", { part: "empty", hidden: true })
    #viewAll = h("a", { part: "view-all", click: event => follow(this, event, null, this.#viewAll.href) })
    #notices = new Notices(this, () => this.#markAll)
    #panel = h(
        "div", { part: "panel", id: "panel", role: "dialog", "aria-labelledby": "heading", tabindex: -1, popover: "manual", toggle: ({ newState }) => newState === "closed" && (this.open = false) },
        h("div", { part: "header", class: "head" }, this.#heading, this.#markAll, this.#close),
        this.#status, this.#notices.bar,
        h("div", { class: "scroll" }, this.#list, this.#empty),
        h("div", { part: "footer", class: "foot" }, this.#viewAll))
    #opened = null
    #count

    constructor() {
        super()
        this.root.append(this.#button, this.#panel, this.#notices.region)
        this.root.addEventListener("keydown", event => this.#press(event))
        this.root.addEventListener("focusout", ({ relatedTarget: next }) => {
            if (next && !this.contains(next) && !this.root.contains(next)) this.open = false
        })
    }

    /** Whether the newest are shown. */
    get open() {
        return this.#opened !== null
    }

    set open(isOpen) {
        if (this.open === !!isOpen || isOpen && !this.isConnected) return
        this.#opened?.abort()
        this.#opened = isOpen ? new AbortController() : null
        attribute(this.#button, "aria-expanded", `${this.open}`)
        if (isOpen) this.#show(this.#opened)
        else if (this.isConnected) this.#panel.hidePopover()
        this.tell("toggle", { open: this.open })
    }

    joined(client, signal) {
        client.addEventListener("notification", ({ detail }) => this.#ring(detail), { signal })
        this.#notices.listen(client, signal)
        if (this.getAttribute("sounds")) loadSound().catch(() => {})
    }

    disconnectedCallback() {
        this.open = false
        super.disconnectedCallback()
    }

    render(snapshot) {
        const { strings } = this
        const { activeElement } = this.shadowRoot
        const { unreadCount } = snapshot
        const count = unreadCount ?? 0
        if (unreadCount !== null && count !== this.#count) this.tell("count", { unreadCount })
        this.#count = unreadCount
        this.#badge.hidden = !count
        setText(this.#badge, strings.badge(count))
        attribute(this.#button, "aria-label", strings.text("bell", { count }))
        this.#notices.render(snapshot)
        // What another user was shown is not left behind.
        if (this.open || unreadCount === null) this.#renderPanel(snapshot, count)
        // What had the focus may be gone.
        if (this.open && activeElement && !this.shadowRoot.activeElement?.checkVisibility()) this.#panel.focus()
    }

    navigated() {
        this.open = false
    }

    #renderPanel(snapshot, count) {
        const { strings } = this
        setText(this.#heading, strings.text("notifications"))
        setText(this.#markAll, strings.text("markAll"))
        attribute(this.#markAll, "aria-disabled", `${!count}`)
        attribute(this.#close, "aria-label", strings.text("close"))
        setText(this.#viewAll, strings.text("viewAll"))
        attribute(this.#viewAll, "href", safeURL(this.getAttribute("view-all-url") || "/account/notifications"))
        reconcile(
            this.#list, snapshot.notifications, item => item.id, item => makeRow(this, item),
            (row, item) => updateRow(row, item, strings))
        this.#list.hidden = !snapshot.notifications.length
        this.#notices.renderStatus(this.#status, snapshot)
        this.#renderEmpty(snapshot)
    }

    #renderEmpty({ status, connection, notifications }) {
        const isShown = !notifications.length && connection !== "signed-out"
        this.#empty.hidden = !isShown
        if (!isShown || this.#empty.dataset.status === status + this.strings.language) return
        this.#empty.dataset.status = status + this.strings.language
        const text = name => this.strings.text(name)
        const words = {
            loading: [h("p", { text: text("loading") })],
            ready: [icon("bell"), h("strong", { text: text("empty") }), text("emptyHint")],
            failed: [
                h("p", { text: text("failed") }),
                h("button", { class: "text-button", click: () => this.client.refresh(), text: text("retry") }),
            ],
        }
        this.#empty.replaceChildren(...words[status])
    }

    #show({ signal }) {
        this.client?.refreshIfStale()
        this.queueRender()
        this.#panel.showPopover()
        this.#place()
        this.#panel.focus({ preventScroll: true })
        for (const name of ["resize", "scroll"]) addEventListener(name, () => this.#place(), { signal, capture: true })
        // Only the root hears what happens in it when the bell is in somebody's closed tree, and after the window.
        const inside = new WeakSet()
        this.root.addEventListener("pointerdown", event => inside.add(event), { signal, capture: true })
        addEventListener(
            "pointerdown", event => setTimeout(() => inside.has(event) || (this.open = false)), { signal, capture: true })
        const timer = setInterval(() => this.queueRender(), 30_000)
        signal.addEventListener("abort", () => clearInterval(timer))
    }

    /** Under the bell, or above it where there is more room; within the window, its end where the bell's is. */
    #place() {
        const { left, right, top, bottom } = this.getBoundingClientRect()
        const { clientWidth, clientHeight } = document.documentElement
        const width = Math.min(widest, clientWidth - 2 * margin)
        const start = getComputedStyle(this).direction === "rtl" ? left : right - width
        const isAbove = top > clientHeight - bottom && clientHeight - bottom < widest
        const { style } = this.#panel
        style.width = `${width}px`
        style.left = `${Math.max(margin, Math.min(start, clientWidth - width - margin))}px`
        style.top = isAbove ? "auto" : `${bottom + gap}px`
        style.bottom = isAbove ? `${clientHeight - top + gap}px` : "auto"
        style.maxHeight = `${(isAbove ? top : clientHeight - bottom) - gap - margin}px`
    }

    #closeAndFocus() {
        this.open = false
        this.#button.focus()
    }

    #press(event) {
        if (!this.open) return
        const titles = [...this.#list.querySelectorAll(".title")]
        const row = this.shadowRoot.activeElement?.closest("li")
        const at = row ? [...this.#list.children].indexOf(row) : -1
        const next = { ArrowDown: at + 1, ArrowUp: at < 0 ? titles.length - 1 : at - 1, Home: 0, End: titles.length - 1 }[event.key]
        if (event.key === "Escape") this.#closeAndFocus()
        else if (next === undefined || !titles.length) return
        else titles[Math.max(0, Math.min(next, titles.length - 1))].focus()
        event.preventDefault()
        event.stopPropagation()
    }

    #ring(notification) {
        this.#badge.classList.remove("pulse")
        this.#badge.getBoundingClientRect()  // or else the animation would not begin anew
        this.#badge.classList.add("pulse")
        if (!this.tell("received", { notification })) return
        const { severity } = notification
        const sounds = (this.getAttribute("sounds") ?? "").split(/[\s,]+/)
        if (!sounds.includes("all") && !sounds.includes(severity)) return
        loadSound().then(({ inOneTab, chime }) => inOneTab(
            notification.id, () => this.tell("sound", { severity }) && chime(severity))).catch(() => {})
    }
}
