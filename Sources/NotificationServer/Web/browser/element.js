import { h } from "./dom.js"
import { borrowClient } from "./shared.js"
import { languageListeners, strings } from "./strings.js"

const nobody = Object.freeze({
    status: "loading", connection: "signed-out", notifications: Object.freeze([]), unreadCount: null, undo: null,
})

/** Makes it an element, unless another copy of the module has. */
export function define(name, type) {
    if (!globalThis.customElements?.get(name)) globalThis.customElements?.define(name, type)
}

/**
 * What all elements have in common: where the server is, whose token, which language.
 *
 * Attributes: `server` (where this module came from, if not given), `token` or `token-url` (asked with the page's cookies;
 * answers `{"token": "…"}`), `sign-in-url`, `lang`. Properties: `getToken`, `client`. Elements with the same server and
 * token source share one client.
 */
export class NotificationElement extends (globalThis.HTMLElement ?? Object) {
    static observedAttributes = ["server", "token", "token-url", "lang"]

    /** What the shadow tree holds; its `dir` is that of the language. */
    root = h("div", { class: "root" })
    /** The texts; undefined until they are loaded. */
    strings

    #given
    #getToken
    #lease
    #listening
    #isQueued = false
    #language

    constructor() {
        super()
        const shadow = this.attachShadow({ mode: "open" })
        shadow.adoptedStyleSheets = this.constructor.styles
        shadow.append(this.root)
    }

    /** The one that was given, or else that shared by the elements with the same attributes. */
    get client() {
        return this.#given ?? this.#lease?.client
    }

    set client(client) {
        this.#given = client
        this.#connect()
    }

    /** Called for a token, and with `{ renew: true }` when that has expired. It gives null when nobody is signed in. */
    get getToken() {
        return this.#getToken
    }

    set getToken(callback) {
        this.#getToken = callback
        this.#connect()
    }

    connectedCallback() {
        // Set before this module was loaded, they hide the setters.
        for (const name of ["client", "getToken"]) {
            if (!Object.hasOwn(this, name)) continue
            const value = this[name]
            delete this[name]
            this[name] = value
        }
        this.#connect()
        languageListeners.add(this.#speak)
        this.#speak()
    }

    disconnectedCallback() {
        languageListeners.delete(this.#speak)
        this.#connect()
    }

    attributeChangedCallback(name) {
        if (!this.isConnected) return
        if (name === "lang") this.#speak()
        else this.#connect()
    }

    /** Tells the page; false when that wants to act itself. */
    tell(name, detail = {}) {
        const options = { detail, bubbles: true, composed: true, cancelable: true }
        return this.dispatchEvent(new CustomEvent(`notification-${name}`, options))
    }

    /** Has `render` called soon, once for all that changes until then. */
    queueRender() {
        if (this.#isQueued) return
        this.#isQueued = true
        queueMicrotask(() => {
            this.#isQueued = false
            if (this.isConnected && this.strings) this.render(this.client?.getSnapshot() ?? nobody)
        })
    }

    /** To be overridden: shows how things stand. */
    render() {}

    /** To be overridden: the page goes where the user wanted to. */
    navigated() {}

    /** To be overridden: another client, to be listened to until the signal. */
    joined() {}

    #speak = async () => {
        const language = this.#language = (this.closest("[lang]") ?? document.documentElement).lang || "en"
        const texts = await strings(language)
        if (language !== this.#language) return
        this.strings = texts
        this.root.dir = texts.direction
        this.root.lang = texts.language
        this.queueRender()
    }

    #connect() {
        const lease = this.#lease
        this.#listening?.abort()
        this.#lease = undefined
        if (this.isConnected) {
            if (!this.#given) this.#lease = borrowClient(this)
            if (this.client) this.#listen(this.client)
            this.queueRender()
        }
        lease?.end()
    }

    #listen(client) {
        const leave = this.#listening = new AbortController()
        leave.signal.addEventListener("abort", client.subscribe(() => this.queueRender()))
        client.addEventListener("failure", event => this.tell("error", { error: event.detail }), leave)
        client.addEventListener("signed-out", () => this.tell("signed-out"), leave)
        this.joined(client, leave.signal)
    }
}
