import { h, setText } from "./dom.js"

const refusedTime = 8000
const gatherTime = 400
// Of several elements with one client, the one that reads out what is new.
const speakers = new WeakMap()

/** What a person is told besides the notifications: what is new, what can be undone, what is amiss. */
export class Notices {
    /** Reads out, to who cannot see it. Always there: a screen reader says only what changes in it. */
    region = h("div", { class: "hidden", role: "status" })
    #text = h("span")
    #undoButton = h("button", { class: "text-button", click: () => this.#undo() })
    /** "Marked 7 as read. Undo", while that is possible. */
    bar = h("div", { part: "undo", hidden: true }, this.#text, this.#undoButton)
    #element
    #focusAfter
    #fresh = []
    #timer
    #refused = ""
    #refusedTimer

    /** `focusAfter()`: where the focus goes when the bar that has it is gone. */
    constructor(element, focusAfter) {
        this.#element = element
        this.#focusAfter = focusAfter
        const hold = () => element.client?.holdUndo(this.bar.matches(":hover, :focus-within"))
        for (const name of ["pointerenter", "pointerleave", "focusin", "focusout"]) {
            this.bar.addEventListener(name, () => setTimeout(hold))
        }
    }

    listen(client, signal) {
        signal.addEventListener("abort", () => {
            client.holdUndo(false)
            if (speakers.get(client) === this) speakers.delete(client)
        })
        client.addEventListener("notification", ({ detail }) => {
            this.#fresh.push(detail)
            this.#timer ??= setTimeout(() => this.#announce(), gatherTime)
        }, { signal })
        client.addEventListener("failure", ({ detail }) => {
            if (detail.isAct) this.#refuse(detail)
        }, { signal })
    }

    /** Reads out what every element with this client knows: one of them does. */
    #speak(text) {
        const { client } = this.#element
        if (client && !speakers.has(client)) speakers.set(client, this)
        if (!client || speakers.get(client) === this) this.region.textContent = text
    }

    /** Reads out a text of that name. */
    say(name, values) {
        const { strings } = this.#element
        if (strings) this.region.textContent = strings.text(name, values)
    }

    #refuse({ detail, status }) {
        const { strings } = this.#element
        this.#refused = strings.text("refused", { reason: detail || (status ? `${status}` : strings.text("noAnswer")) })
        this.#speak(this.#refused)
        clearTimeout(this.#refusedTimer)
        this.#refusedTimer = setTimeout(() => {
            this.#refused = ""
            this.#element.queueRender()
        }, refusedTime)
        this.#element.queueRender()
    }

    render({ undo, unreadCount }) {
        const { strings } = this.#element
        // Another user is not told what the last one was.
        if (unreadCount === null) {
            this.region.textContent = ""
            this.#fresh = []
        }
        if (undo) {
            const text = strings.text(undo.kind === "read-all" ? "readAll" : "dismissed", undo)
            if (this.bar.hidden) this.#speak(text)
            setText(this.#text, text)
            setText(this.#undoButton, strings.text("undo"))
        } else if (this.bar.contains(this.#element.shadowRoot.activeElement)) {
            this.#focusAfter()?.focus()
        }
        this.bar.hidden = !undo
    }

    /** Fills in the line that says why nothing new may be seen. */
    renderStatus(line, { connection }) {
        const { strings } = this.#element
        const names = { "offline": "offline", "polling": "polling", "signed-out": "signedOut" }
        const text = this.#refused || names[connection] && strings.text(names[connection])
        line.hidden = !text
        if (!text) line.dataset.text = ""
        const address = this.#element.getAttribute("sign-in-url")
        if (!text || line.dataset.text === text) return
        line.dataset.text = text
        this.#speak(text)
        const link = connection === "signed-out" && address
        line.replaceChildren(text, ...link ? [" ", h("a", { href: address, text: strings.text("signIn") })] : [])
    }

    #undo() {
        this.#element.client.undo()
        this.say("undone")
    }

    #announce() {
        this.#timer = undefined
        const { length: count, [0]: first } = this.#fresh
        if (count) this.#speak(this.#element.strings.text("received", { count, title: first.title }))
        this.#fresh = []
    }
}
