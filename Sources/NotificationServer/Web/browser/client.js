import { LiveInbox } from "./live-inbox.js"
import { Pending } from "./pending.js"
import { superseded } from "./requests.js"

/**
 * One user's inbox in this page: the newest notifications, how many are unread, live, and what the user does with them,
 * shown at once and taken back when the server refuses. Needs no DOM but `fetch`, `WebSocket` and timers.
 *
 * Events: "notification" (detail: one that is new), "failure" (detail: RequestError), "signed-out", and "reset": what has
 * been loaded besides the newest had better be loaded again.
 */
export class NotificationClient extends EventTarget {
    #live
    #pending
    #listeners = new Set()
    #views = new Set()
    #snapshot = null
    #shown = null

    /** `server`: its address; `getToken({ renew })`: gives a token, or null when nobody is signed in. */
    constructor({ server, getToken }) {
        super()
        this.#live = new LiveInbox(server, getToken, {
            changed: () => this.#changed(),
            happened: (name, detail) => this.#happened(name, detail),
            identified: () => this.#pending.drop(),
            fromTab: data => this.#pending.fromTab(data),
            leaving: () => this.commit(),
        })
        this.#pending = new Pending({
            changed: forTabs => {
                if (forTabs) this.#live.toTabs(forTabs)
                this.#changed()
            },
            done: change => this.#live.take(change),
            settled: () => this.#live.connection === "live" || this.#live.loadCount(),
            failed: error => this.#happened("failure", error),
            send: (method, path, body) => this.#live.send(method, path, body),
        })
    }

    /** Has `listener` called after each change. The client works while somebody listens. Returns how to stop. */
    subscribe = listener => {
        const entry = { listener }
        this.#listeners.add(entry)
        this.#live.start()
        return () => {
            this.#listeners.delete(entry)
            // Who listens again at once finds it working.
            setTimeout(() => this.#listeners.size || this.#live.stop())
        }
    }

    /** How things stand: another object after each change, and never changed itself. */
    getSnapshot = () => this.#snapshot ??= Object.freeze({
        status: this.#live.status,
        connection: this.#live.connection,
        notifications: Object.freeze(this.#view.notifications),
        unreadCount: this.#view.unread,
        undo: this.#pending.undo,
    })

    /** A notification that has been loaded, with what the user did to it; undefined when it is gone. */
    get(id) {
        return this.#view.items.get(id)
    }

    async markRead(id) {
        if (!this.#live.state.items.get(id)?.is_read) await this.#pending.act({ kind: "read", ids: [id] })
    }

    async markUnread(id) {
        await this.#pending.act({ kind: "unread", ids: [id] })
    }

    /** Marks everything up to the newest that is shown; sent after a few seconds, until then `undo` takes it back. */
    markAllRead() {
        const { unread, head } = this.#view
        if (unread && head) this.#pending.hold("read-all", { kind: "through", through: head }, unread)
    }

    /** Takes it out of the inbox; sent after a few seconds, until then `undo` takes it back. */
    dismiss(id) {
        this.#pending.hold("dismiss", { kind: "deleted", ids: [id] }, 1)
    }

    undo() {
        this.#pending.undoHeld()
    }

    /** Leaves more time to undo, as long as somebody is about to. */
    holdUndo(isHeld) {
        this.#pending.pause(isHeld)
    }

    /** Sends what could still be undone. */
    commit() {
        this.#pending.commit()
    }

    /** Asks the server again. */
    refresh() {
        return this.#live.refresh()
    }

    /** Asks the server again if that was more than a minute ago. */
    refreshIfStale() {
        return this.#live.refreshIfStale()
    }

    /** Any other request, `/api/v1/…`, on the user's behalf: the JSON that is answered. Throws RequestError. */
    request(method, path, body) {
        return this.#live.requests.send(method, path, body, method !== "GET")
    }

    /** For histories: a page of the list, kept up to date from then on while `view.ids` has it. */
    page(view, query) {
        this.#views.add(view)
        return this.#live.page(query)
    }

    forget(view) {
        this.#views.delete(view)
    }

    get #view() {
        return this.#shown ??= this.#pending.over(this.#live.state)
    }

    #happened(name, detail) {
        if (detail?.status !== superseded) this.dispatchEvent(new CustomEvent(name, { detail }))
    }

    #changed() {
        this.#snapshot = this.#shown = null
        this.#live.state.prune(() => [...this.#views].flatMap(view => view.ids))
        for (const { listener } of [...this.#listeners]) {
            try {
                listener()
            } catch (error) {
                (globalThis.reportError ?? console.error)(error)
            }
        }
    }
}
