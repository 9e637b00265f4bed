const undoTime = 6000
// After that a tab that has told of something is taken to be gone.
const forgetTime = 30_000

/** What the user has done and the server has not confirmed, in this tab and in the others of this browser. */
export class Pending {
    #client
    #acts = new Set()
    #held = null
    #timer
    #others = new Map()
    #tab = Math.random().toString(36).slice(2)
    // By the id of the notification.
    #requests = new Map()

    /**
     * `client`: `changed(forTabs)`, with what the other tabs are to be told; `done(change)`: the server has it;
     * `settled()`; `failed(error)`; `send(method, path, body)`.
     */
    constructor(client) {
        this.#client = client
    }

    /** What can be taken back. */
    get undo() {
        return this.#held && Object.freeze({ kind: this.#held.name, count: this.#held.count })
    }

    /** The state as it will be. */
    over(state) {
        const shown = state.copy()
        for (const { changes } of this.#others.values()) changes.forEach(change => shown.take(change))
        for (const { change } of this.#acts) shown.take(change)
        return shown
    }

    act(change) {
        // Or else it would be read again by what is sent later.
        if (change.kind === "unread") this.commit()
        const act = { change }
        this.#acts.add(act)
        this.#tell()
        return this.#send(act)
    }

    /** Does something that can be taken back for a few seconds. */
    hold(name, change, count) {
        this.commit()
        this.#held = { name, change, count }
        this.#acts.add(this.#held)
        this.pause(false)
        this.#tell()
    }

    pause(isPaused) {
        clearTimeout(this.#timer)
        if (this.#held && !isPaused) this.#timer = setTimeout(() => this.commit(), undoTime)
    }

    undoHeld() {
        const act = this.#release()
        if (!act) return
        this.#acts.delete(act)
        this.#tell()
    }

    commit() {
        const act = this.#release()
        if (!act) return
        this.#send(act)
        this.#tell()
    }

    /** Forgets everything. */
    drop() {
        this.#release()
        this.#acts.clear()
        this.#others.clear()
    }

    /** What another tab tells of its own. */
    fromTab({ tab, changes, done }) {
        clearTimeout(this.#others.get(tab)?.timer)
        this.#others.delete(tab)
        if (changes.length) {
            const timer = setTimeout(() => this.fromTab({ tab, changes: [] }), forgetTime)
            this.#others.set(tab, { changes, timer })
        }
        if (done) this.#client.done(done)
        else this.#client.changed()
    }

    #release() {
        clearTimeout(this.#timer)
        const act = this.#held
        this.#held = null
        return act
    }

    async #send(act) {
        const { kind, through, ids: [id] = [] } = act.change
        // In the order in which they were done, where that matters; a page that is left has no time to wait.
        const before = kind === "unread" ? [...this.#requests.values()] : [this.#requests.get(id)]
        let leave
        const turn = new Promise(resolve => leave = resolve)
        this.#requests.set(id, turn)
        try {
            if (before.some(Boolean)) await Promise.all(before)
            if (!this.#acts.has(act)) return
            if (kind === "through") await this.#client.send("POST", "read-all/", { through })
            else if (kind === "deleted") await this.#client.send("DELETE", `${id}/`)
            else await this.#client.send("POST", `${id}/${kind}/`)
            this.#end(act, act.change)
        } catch (error) {
            // Gone already, by somebody else.
            if (error.status === 404) this.#end(act, { kind: "deleted", ids: [id] })
            else this.#end(act)
            if (error.status !== 404) this.#client.failed(Object.assign(error, { isAct: true }))
        } finally {
            if (this.#requests.get(id) === turn) this.#requests.delete(id)
            leave()
        }
    }

    #end(act, done) {
        if (!this.#acts.delete(act)) return
        if (done) this.#client.done(done)
        this.#tell(done)
        Promise.resolve(this.#client.settled()).catch(() => {})
    }

    #tell(done) {
        const changes = [...this.#acts].map(act => act.change)
        this.#client.changed({ tab: this.#tab, changes, done })
    }
}
