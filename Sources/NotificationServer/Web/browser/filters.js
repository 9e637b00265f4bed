import { severities } from "./address.js"
import { attribute, h, setText } from "./dom.js"
import { icon } from "./icons.js"
import { byCategory, categoryName } from "./names.js"
import { TypePicker } from "./type-picker.js"

const readStates = [["", "all"], ["false", "unreadOnly"], ["true", "readOnly"]]

/** What narrows a list down: a form that tells each change. */
export class Filters {
    form = h("form", { part: "filters", submit: event => event.preventDefault() })
    #changed
    #strings
    #built = ""
    #picker
    #more
    #toggle
    #clear

    /** `changed(filters)`, as `readAddress` has them, without a cursor. */
    constructor(changed) {
        this.#changed = changed
        this.form.addEventListener("change", () => changed(this.#read()))
    }

    /** `facets`: the `types` and `sites` that there are; undefined where they are not known. */
    render(strings, facets, filters) {
        const key = JSON.stringify([strings.language, facets])
        if (key !== this.#built) this.#build(strings, facets)
        this.#built = key
        this.#show(filters)
    }

    #build(strings, { types = [], sites = [] }) {
        const { activeElement } = this.form.getRootNode()
        const focused = this.form.contains(activeElement) && activeElement.id
        this.#strings = strings
        this.#picker = new TypePicker(strings, types)
        const categories = byCategory(types).map(([name]) => [name, categoryName(strings, name)])
        this.#more = h(
            "div", { class: "more", id: "more" },
            this.#select("category", "anyCategory", categories),
            this.#picker.field,
            sites.length ? this.#select("site", "anySite", sites.map(({ id, name }) => [id, name])) : null,
            this.#date("from"), this.#date("to"))
        this.#toggle = h("button", {
            "class": "toggle", "id": "toggle", "aria-controls": "more", "aria-expanded": "false",
            "click": () => this.#unfold(),
        })
        this.#clear = h("button", {
            part: "clear", class: "text-button clear", id: "clear", text: strings.text("clearFilters"),
            click: () => this.#changed({}),
        })
        attribute(this.form, "aria-label", strings.text("filters"))
        this.form.setAttribute("role", "search")
        this.form.replaceChildren(
            h("div", { class: "first" }, this.#readStates(), this.#severities(), this.#toggle, this.#clear),
            this.#more)
        if (focused) this.form.querySelector(`[id="${focused}"]`)?.focus()
    }

    #readStates() {
        return h(
            "fieldset", { class: "segments" },
            h("legend", { class: "hidden", text: this.#strings.text("readState") }),
            ...readStates.map(([value, name]) => h(
                "label", {}, h("input", { type: "radio", name: "is_read", value, id: `is_read-${value}` }),
                h("span", { text: this.#strings.text(name) }))))
    }

    #severities() {
        return h(
            "fieldset", { class: "pills" }, h("legend", { class: "hidden", text: this.#strings.text("severity") }),
            ...severities.map(value => h(
                "label", { "data-severity": value },
                h("input", { type: "checkbox", name: "severity", value, id: `severity-${value}` }),
                h("span", {}, icon(value), this.#strings.text(value)))))
    }

    #select(name, any, options) {
        const choices = [["", this.#strings.text(any)], ...options]
        return this.#field(name, h(
            "select", { name, id: name }, ...choices.map(([value, text]) => h("option", { value, text }))))
    }

    #date(name) {
        return this.#field(name, h("input", { type: "date", name, id: name, max: "9999-12-31" }))
    }

    #field(name, control) {
        return h("div", { class: "field" }, h("label", { for: name, text: this.#strings.text(name) }), control)
    }

    #unfold() {
        const isOpen = this.#toggle.getAttribute("aria-expanded") === "true"
        attribute(this.#toggle, "aria-expanded", `${!isOpen}`)
    }

    #show(filters) {
        for (const input of this.form.querySelectorAll("input, select")) {
            const values = [filters[input.name] ?? ""].flat()
            if (input.type === "checkbox" || input.type === "radio") input.checked = values.includes(input.value)
            // A date that is being typed stands until it is one.
            else if (input.value !== values[0]) input.value = values[0]
        }
        this.#picker.show(filters.type ?? [])
        const names = Object.keys(filters).filter(name => name !== "cursor")
        const hidden = names.filter(name => name !== "severity" && name !== "is_read")
        const number = hidden.length ? ` (${this.#strings.numbers.format(hidden.length)})` : ""
        setText(this.#toggle, this.#strings.text("moreFilters") + number)
        attribute(this.#clear, "aria-disabled", `${!names.length}`)
    }

    #read() {
        const data = new FormData(this.form)
        const read = {}
        for (const name of ["is_read", "category", "site", "from", "to"]) {
            if (data.get(name)) read[name] = data.get(name)
        }
        for (const name of ["severity", "type"]) {
            if (data.has(name)) read[name] = data.getAll(name)
        }
        return read
    }
}
