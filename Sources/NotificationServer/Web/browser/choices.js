const preferencesPath = "/api/v1/notifications/preferences/"

/** What a user wants to hear of: as the server has it, and over it what has been chosen and is not saved yet. */
export class Choices {
    /** "loading", "ready", or "failed" while nothing could be loaded. */
    status = "loading"
    #client
    #tell
    #saved = []
    #changes = []
    // One after the other: each answer is all that holds.
    #last = Promise.resolve()
    #isClosed = false

    /** `tell`: `changed()`, `saved()`, `failed(error)`. */
    constructor(client, tell) {
        this.#client = client
        this.#tell = tell
    }

    /** As `GET /api/v1/notifications/preferences/` has them, in its order. */
    get preferences() {
        return this.#saved.map(item => this.#changes.reduce(applied, item))
    }

    load() {
        return this.#next(async () => {
            try {
                this.#saved = (await this.#client.request("GET", preferencesPath)).results
                this.status = "ready"
            } catch {
                if (this.status !== "ready") this.status = "failed"
            }
        })
    }

    /** `fields`: `enabled`, `push`; true, false, or null to choose nothing. Shown at once, taken back when refused. */
    choose(type, fields) {
        const change = { type, fields }
        this.#changes.push(change)
        this.#tell.changed()
        return this.#next(async () => {
            let failure
            try {
                this.#saved = (await this.#client.request("PATCH", preferencesPath, { [type]: fields })).results
            } catch (error) {
                failure = error
            }
            this.#changes = this.#changes.filter(other => other !== change)
            if (this.#isClosed) return
            if (failure) this.#tell.failed(failure)
            else this.#tell.saved()
        })
    }

    /** Nobody is told anything any more; what has been chosen is saved all the same. */
    close() {
        this.#isClosed = true
    }

    #next(step) {
        this.#last = this.#last.then(step).then(() => this.#isClosed || this.#tell.changed())
        return this.#last
    }
}

function applied(item, { type, fields }) {
    if (item.notification_type !== type) return item
    const values = Object.entries(fields).map(([name, value]) => [name, value ?? item.default[name]])
    const isDefault = Object.values(fields).every(value => value === null)
    return { ...item, ...Object.fromEntries(values), is_default: isDefault }
}
