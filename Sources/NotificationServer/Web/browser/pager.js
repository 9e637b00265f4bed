import { attribute, h, setText } from "./dom.js"

/** Leads to the newest page and to those beside this one. */
export class Pager {
    nav
    #buttons
    #cursors = {}

    /** `go(cursor)`; "": the newest page. */
    constructor(go) {
        const step = name => () => this.#cursors[name] != null && go(this.#cursors[name])
        this.#buttons = ["newest", "newer", "older"].map(name => h(
            "button", { "part": name, "class": "step", "data-name": name, "click": step(name) }))
        this.nav = h("nav", { part: "paging" }, ...this.#buttons)
    }

    /** `page`: a snapshot of a History, or undefined while there is none. */
    render(strings, page) {
        const { cursor, newerCursor: newer, olderCursor: older } = page ?? {}
        this.#cursors = { newest: cursor ? "" : null, newer, older }
        const isThere = Object.values(this.#cursors).some(value => value != null)
        this.nav.hidden = !isThere
        attribute(this.nav, "aria-label", strings.text("pages"))
        for (const button of this.#buttons) {
            const { name } = button.dataset
            setText(button, strings.text(name))
            attribute(button, "aria-disabled", `${this.#cursors[name] == null}`)
        }
    }
}
