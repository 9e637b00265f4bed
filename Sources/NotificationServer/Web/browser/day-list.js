import { byDay } from "./days.js"
import { attribute, h, reconcile, setText } from "./dom.js"
import { makeRow, updateRow } from "./row.js"

/** The notifications of a page by day, each with buttons to mark it and to take it out of the inbox. */
export class DayList {
    box = h("div", { class: "days" })
    #element
    #focusElsewhere
    #dismissed

    /** `element`: whose they are; `focusElsewhere()`: called when none is left to have the focus. */
    constructor(element, focusElsewhere) {
        this.#element = element
        this.#focusElsewhere = focusElsewhere
    }

    /** The link or button of the one that was dismissed last, if it is back. */
    get returned() {
        return this.#titleOf(this.#dismissed)
    }

    render(items) {
        const { strings } = this.#element
        this.box.hidden = !items.length
        reconcile(this.box, byDay(strings, items), day => day.key, day => this.#makeDay(day), (section, day) => {
            setText(section.querySelector("h3"), day.title)
            reconcile(
                section.querySelector("ul"), day.items, item => item.id, item => this.#makeItem(item),
                (row, item) => this.#updateItem(row, item))
        })
    }

    #makeDay({ key }) {
        const id = `day-${key}`
        return h(
            "section", { part: "day", "aria-labelledby": id },
            h("h3", { id }), h("ul", { part: "list", "aria-labelledby": id }))
    }

    #makeItem(item) {
        const button = (part, click) => h("button", { part, class: `row-button ${part}`, click })
        return makeRow(
            this.#element, item, button("toggle-read", () => this.#toggle(item.id)),
            button("dismiss", event => this.#dismiss(item.id, event)))
    }

    #updateItem(row, item) {
        const { strings } = this.#element
        updateRow(row, item, strings)
        const [toggle, dismiss] = row.querySelectorAll(".row-button")
        setText(toggle, strings.text(item.is_read ? "markUnread" : "markRead"))
        setText(dismiss, strings.text("dismiss"))
        for (const button of [toggle, dismiss]) {
            attribute(button, "aria-label", `${button.textContent}: ${item.title}`)
        }
    }

    #toggle(id) {
        const { client } = this.#element
        if (client.get(id)?.is_read) client.markUnread(id)
        else client.markRead(id)
    }

    #dismiss(id, { currentTarget }) {
        const rows = [...this.box.querySelectorAll(".item")]
        const index = rows.indexOf(currentTarget.closest(".item"))
        const next = (rows[index + 1] ?? rows[index - 1])?.dataset.id
        this.#dismissed = id
        this.#element.client.dismiss(id)
        // After the row is gone.
        queueMicrotask(() => {
            const title = this.#titleOf(next)
            if (title) title.focus()
            else this.#focusElsewhere()
        })
    }

    #titleOf(id) {
        return id === undefined ? null : this.box.querySelector(`.item[data-id="${id}"] .title`)
    }
}
