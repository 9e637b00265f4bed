import { baseStyle } from "./base-style.js"
import { Choices } from "./choices.js"
import { attribute, h, reconcile, setText } from "./dom.js"
import { NotificationElement } from "./element.js"
import { byCategory, categoryName, typeName } from "./names.js"
import { drawings } from "./row.js"
import { settingsStyle } from "./settings-style.js"
import { failedParts, reasonOf, showState, signedOutParts } from "./states.js"
import { stateStyle } from "./state-style.js"
import { Toast } from "./toast.js"

/** What the user wants to hear of: two switches for each type, saved at once. */
export class NotificationSettings extends NotificationElement {
    static styles = [baseStyle, stateStyle, settingsStyle]

    #intro = h("p", { class: "intro" })
    #terms = ["show", "push"].map(name => ({ name, term: h("dt"), words: h("dd") }))
    #legend = h("dl", { class: "legend" }, ...this.#terms.map(({ term, words }) => h("div", {}, term, words)))
    #groups = h("div", { class: "groups" })
    #state = h("div", { part: "empty" })
    #toast = new Toast()
    #choices
    #hasBeenReady = false
    #connection

    constructor() {
        super()
        this.root.append(this.#intro, this.#legend, this.#groups, this.#state, this.#toast.box, this.#toast.region)
    }

    joined(client, signal) {
        this.#begin(client)
        signal.addEventListener("abort", () => this.#choices.close())
        // It may have been changed elsewhere in the meantime.
        document.addEventListener("visibilitychange", () => document.hidden || this.#choices.load(), { signal })
    }

    render({ status, connection }) {
        this.#follow(status, connection)
        const isSignedOut = connection === "signed-out"
        const choices = isSignedOut ? [] : this.#choices.preferences
        this.#renderTexts(!choices.length)
        reconcile(
            this.#groups, byCategory(choices), ([category]) => category, ([category]) => this.#makeGroup(category),
            (group, [category, items]) => this.#updateGroup(group, category, items))
        this.#renderState(isSignedOut ? "signed-out" : choices.length ? null : this.#choices.status)
        attribute(this.root, "aria-busy", `${!isSignedOut && this.#choices.status === "loading"}`)
    }

    #follow(status, connection) {
        const last = this.#connection
        const isAnother = last === "signed-out" || (status === "loading" && this.#hasBeenReady)
        const isBack = last === "offline" && connection !== last && this.#choices.status === "failed"
        if (connection !== "signed-out" && isAnother) this.#begin(this.client)
        else if (isBack) this.#choices.load()
        this.#hasBeenReady = status === "ready"
        this.#connection = connection
    }

    #begin(client) {
        this.#choices?.close()
        this.#choices = new Choices(client, {
            changed: () => this.queueRender(),
            saved: () => this.strings && this.#toast.show(this.strings.text("saved"), "success"),
            failed: error => {
                this.tell("error", { error })
                if (this.strings) this.#toast.show(this.#refusal(error), "error")
            },
        })
        this.#choices.load()
    }

    #refusal(error) {
        return this.strings.text("refused", { reason: reasonOf(this.strings, error) })
    }

    #renderTexts(isHidden) {
        const { strings } = this
        setText(this.#intro, strings.text("settingsHint"))
        for (const { name, term, words } of this.#terms) {
            setText(term, strings.text(name))
            setText(words, strings.text(`${name}Hint`))
        }
        this.#intro.hidden = this.#legend.hidden = isHidden
    }

    #renderState(key) {
        const { strings } = this
        showState(this.#state, key && `${key} ${strings.language}`, () => {
            if (key === "signed-out") return signedOutParts(this)
            if (key === "failed") return failedParts(strings, "settingsFailed", () => this.#choices.load())
            return [h("p", { text: strings.text("loading") })]
        })
    }

    #makeGroup(category) {
        const id = `category-${category}`
        return h(
            "section", { part: "group", "aria-labelledby": id },
            h("h2", { part: "category", id }), h("ul", { "aria-labelledby": id }))
    }

    #updateGroup(group, category, items) {
        setText(group.querySelector("h2"), categoryName(this.strings, category))
        reconcile(
            group.querySelector("ul"), items, item => item.notification_type, item => this.#makeType(item),
            (row, item) => this.#updateType(row, item))
    }

    #makeType({ notification_type: type, severity }) {
        return h(
            "li", { part: "item", class: "type", "data-type": type, "data-severity": severity },
            h("span", { part: "icon" }, ...drawings({ notification_type: type, severity })),
            h(
                "div", { class: "what" },
                h(
                    "p", { class: "term" }, h("span", { class: "hidden" }),
                    h("span", { part: "name", id: `name-${type}` })),
                h("p", { class: "hint", id: `hint-${type}` }),
                h("button", { part: "default", class: "text-button default", click: () => this.#reset(type) })),
            h("div", { class: "switches" }, this.#makeSwitch(type, "enabled"), this.#makeSwitch(type, "push")))
    }

    #makeSwitch(type, field) {
        const id = `${field}-${type}`
        const input = h("input", {
            "type": "checkbox", "role": "switch", "part": "switch", "data-field": field,
            "aria-labelledby": `name-${type} ${id}`, "aria-describedby": `hint-${type}`,
            "click": event => event.currentTarget.ariaDisabled === "true" && event.preventDefault(),
            "change": event => this.#choices.choose(type, { [field]: event.currentTarget.checked }),
        })
        return h("label", { class: "choice" }, input, h("span", { id }))
    }

    #updateType(row, item) {
        const { strings } = this
        const at = selector => row.querySelector(selector)
        setText(at(".hidden"), `${strings.text(item.severity)}: `)
        setText(at(".name"), typeName(strings, item))
        const hint = item.is_locked ? "locked" : item.enabled ? null : "pushNeedsShow"
        setText(at(".hint"), hint ? strings.text(hint) : "")
        setText(at(".default"), strings.text("toDefault", { value: strings.text(nameOfDefault(item)) }))
        at(".default").hidden = item.is_default || item.is_locked
        for (const input of row.querySelectorAll("input")) {
            const { field } = input.dataset
            input.checked = item[field]
            setText(input.nextElementSibling, strings.text(field === "enabled" ? "show" : "push"))
            const isFixed = item.is_locked || (field === "push" && !item.enabled)
            attribute(input, "aria-disabled", isFixed ? "true" : null)
        }
    }

    #reset(type) {
        this.#choices.choose(type, { enabled: null, push: null })
        // The button will be gone.
        this.root.querySelector(`[data-type="${type}"] input`).focus()
    }
}

const nameOfDefault = ({ default: { enabled, push } }) =>
    enabled ? push ? "defaultPush" : "defaultShow" : "defaultOff"
