/** How many of the newest are kept: the source document's dropdown. */
export const latestCount = 50

/** What is known of an inbox, and what changes it, whether a user did it or the server told. */
export class InboxState {
    /** By id, each never changed but replaced. */
    items = new Map()
    /** Ids of the newest, newest first. */
    latest = []
    unread = null
    /** The newest id that has been seen. */
    head = 0
    /** The newest id there is: one that is not to be told at once is not seen before it is asked for. */
    last = 0

    #isWhole = true

    /** Whether there may be more that belong to the newest than are known. */
    get isShort() {
        return !this.#isWhole && this.latest.length < latestCount / 2
    }

    copy() {
        const copy = new InboxState()
        Object.assign(copy, this, { items: new Map(this.items), latest: [...this.latest] })
        return copy
    }

    get notifications() {
        return this.latest.map(id => this.items.get(id))
    }

    /** Forgets what is neither among the newest nor in `ids()`, once it is much. */
    prune(ids) {
        if (this.items.size < 300) return
        const kept = new Set([...this.latest, ...ids()])
        for (const id of this.items.keys()) if (!kept.has(id)) this.items.delete(id)
    }

    /** Takes one change; taken twice it is as if once. */
    take({ kind, ids = [], ...change }) {
        if (kind === "listed") this.#list(change)
        else if (kind === "loaded") for (const item of change.notifications) this.items.set(item.id, item)
        else if (kind === "count") this.#count(change)
        else if (kind === "created") this.#create(change.notification)
        else if (kind === "deleted") ids.forEach(id => this.#delete(id))
        else if (kind === "through") this.#readThrough(change)
        else ids.forEach(id => this.#mark(id, kind === "read"))
    }

    #list({ notifications }) {
        for (const item of notifications) this.items.set(item.id, item)
        this.latest = notifications.map(item => item.id)
        this.#isWhole = this.latest.length < latestCount
        this.head = Math.max(this.head, this.latest[0] ?? 0)
    }

    #count({ count, head }) {
        this.unread = count
        this.last = Math.max(this.last, head)
        this.head ||= head
    }

    #create(item) {
        this.head = Math.max(this.head, item.id)
        // A list from before it may have come since.
        const latest = new Set([item.id, ...this.latest])
        this.latest = [...latest].sort((a, b) => b - a).slice(0, latestCount)
        if (this.items.has(item.id)) return
        this.items.set(item.id, item)
        // What was told before it may have counted it.
        if (!item.is_read && item.id > this.last) this.#add(1)
    }

    #delete(id) {
        const item = this.items.get(id)
        if (!item) return
        this.items.delete(id)
        this.latest = this.latest.filter(other => other !== id)
        if (!item.is_read) this.#add(-1)
    }

    #mark(id, isRead) {
        const item = this.items.get(id)
        if (!item || item.is_read === isRead) return
        this.items.set(id, { ...item, is_read: isRead, read_at: isRead ? new Date().toISOString() : null })
        this.#add(isRead ? -1 : 1)
    }

    /** `only`: "account", what is for everybody; "personal", the rest. */
    #readThrough({ through, only }) {
        for (const item of this.items.values()) {
            const part = item.user === null && item.roles === null ? "account" : "personal"
            if (item.id <= through && (only ?? part) === part) this.#mark(item.id, true)
        }
        // There are more unread than are known here; those that are newer are all known.
        if (!only) this.unread = this.notifications.filter(item => !item.is_read).length
    }

    #add(number) {
        if (this.unread !== null) this.unread = Math.max(0, this.unread + number)
    }
}
