import { attribute, h, setText } from "./dom.js"
import { byCategory, categoryName, typeName } from "./names.js"

/** Chooses any number of types: a button that says how many, and under it all of them by category. */
export class TypePicker {
    field
    #strings
    #types
    #button
    #panel

    constructor(strings, types) {
        this.#strings = strings
        this.#types = types
        this.#button = h(
            "button",
            {
                "class": "picker", "id": "type", "aria-expanded": "false", "aria-controls": "types",
                "aria-labelledby": "type-label type", "click": () => this.#open(this.#panel.hidden),
            })
        const groups = byCategory(types).map(([category, items]) => h(
            "fieldset", {}, h("legend", { text: categoryName(strings, category) }),
            ...items.map(item => this.#choice(item))))
        this.#panel = h("div", { class: "types", id: "types", hidden: true }, ...groups)
        this.field = h(
            "div", { class: "field", keydown: event => this.#press(event), focusout: event => this.#leave(event) },
            h("span", { class: "label", id: "type-label", text: strings.text("type") }), this.#button, this.#panel)
    }

    show(names) {
        const [name] = names
        const only = names.length === 1 && this.#types.find(type => type.notification_type === name)
        const text = name
            ? only ? typeName(this.#strings, only) : this.#strings.text("typeCount", { count: names.length })
            : this.#strings.text("anyType")
        setText(this.#button, text)
    }

    #choice(item) {
        const { notification_type: value } = item
        return h(
            "label", {}, h("input", { type: "checkbox", name: "type", value, id: `type-${value}` }),
            h("span", { text: typeName(this.#strings, item) }))
    }

    #open(isOpen) {
        this.#panel.hidden = !isOpen
        attribute(this.#button, "aria-expanded", `${isOpen}`)
    }

    #press(event) {
        if (event.key !== "Escape" || this.#panel.hidden) return
        event.stopPropagation()
        this.#open(false)
        this.#button.focus()
    }

    /** Where a click goes that takes no focus stays in here: a label's. */
    #leave({ relatedTarget: next }) {
        if (!this.field.contains(next) && !this.field.matches(":active")) this.#open(false)
    }
}
