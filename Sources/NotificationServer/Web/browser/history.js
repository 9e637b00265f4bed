const followTime = 300
const nothing = {
    status: "loading", count: null, isExact: true, olderCursor: null, newerCursor: null, cursor: "", error: null,
}

/**
 * A page of the whole inbox, as a filter and a cursor say: it never skips or repeats one while new ones arrive. On the
 * newest page it brings itself up to date.
 */
export class History {
    #client
    #filter
    #ids = []
    #listeners = new Set()
    #leave
    #snapshot = null
    #page = { ...nothing }
    #turn = 0
    #timer

    /** `filter`: parameters of `GET /api/v1/notifications/`, lists for those that may be repeated. */
    constructor(client, filter = {}) {
        this.#client = client
        this.#filter = filter
        const leave = this.#leave = new AbortController()
        leave.signal.addEventListener("abort", client.subscribe(() => this.#changed()))
        client.addEventListener("notification", () => this.#follow(), leave)
        client.addEventListener("reset", () => this.#begin(), leave)
    }

    /** The ids on this page, newest first, those included that have been dismissed since. */
    get ids() {
        return this.#ids
    }

    subscribe = listener => {
        this.#listeners.add(listener)
        return () => this.#listeners.delete(listener)
    }

    getSnapshot = () => this.#snapshot ??= Object.freeze({
        ...this.#page,
        notifications: Object.freeze(this.#ids.map(id => this.#client.get(id)).filter(Boolean)),
    })

    /** Loads the page at a cursor; "": the newest. What was asked for before and is not answered yet is forgotten. */
    async load(cursor = "") {
        const turn = this.#turn += 1
        clearTimeout(this.#timer)
        this.#timer = undefined
        if (cursor !== this.#page.cursor) this.#set({ status: "loading", cursor })
        try {
            const answer = await this.#client.page(this, this.#query(cursor))
            if (turn !== this.#turn) return
            this.#ids = answer.results.map(item => item.id)
            this.#set({
                status: "ready", error: null, count: answer.count, isExact: answer.count_exact !== false,
                olderCursor: cursorOf(answer.next), newerCursor: cursorOf(answer.previous),
            })
        } catch (error) {
            if (turn === this.#turn) this.#set({ status: "failed", error })
        }
    }

    close() {
        this.#turn += 1
        clearTimeout(this.#timer)
        this.#leave.abort()
        this.#client.forget(this)
    }

    #query(cursor) {
        const query = new URLSearchParams({ page_size: 25, cursor })
        for (const [name, value] of Object.entries(this.#filter)) {
            for (const one of [value].flat()) query.append(name, one)
        }
        return query
    }

    /** As it is now; of another user's inbox, from its newest. */
    #begin() {
        if (this.#page.count !== null && this.#client.getSnapshot().status === "loading") {
            this.#ids = []
            this.#set(nothing)
        }
        this.load(this.#page.cursor)
    }

    /** Soon, and once for all that comes until then. */
    #follow() {
        const { status, newerCursor, cursor } = this.#page
        if (status === "ready" && newerCursor === null) this.#timer ??= setTimeout(() => this.load(cursor), followTime)
    }

    #set(page) {
        Object.assign(this.#page, page)
        this.#changed()
    }

    #changed() {
        this.#snapshot = null
        for (const listener of [...this.#listeners]) listener()
    }
}

const cursorOf = link => link && new URL(link, "http://localhost").searchParams.get("cursor")
