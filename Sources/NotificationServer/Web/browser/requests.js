/** What the server or the network answered instead: `status` 0 when there was no answer; `detail` is a sentence or "". */
export class RequestError extends Error {
    constructor(status, detail = "") {
        super(detail || `Status ${status}`)
        this.name = "RequestError"
        this.status = status
        this.detail = detail
    }
}

/** Somebody else is signed in by now: what was asked for is no longer of interest. */
export const superseded = 499

const patience = 30_000

/** Requests on one user's behalf, with a token that is got anew when it has expired. */
export class Requests {
    /** Account and user, as the token names them; "" while nobody is signed in. */
    identity = ""
    #server
    #getToken
    #identified
    #token = null
    // Refused: not to be tried again.
    #stale = null
    #staleAt = 0
    #renewal = null

    /** `identified(identity)` is called when that becomes another, before anything is asked in the new one's name. */
    constructor(server, getToken, identified) {
        this.#server = server
        this.#getToken = getToken
        this.#identified = identified
    }

    /** The token, or when it is the one that has proved stale, another; null when nobody is signed in. */
    token(stale = null) {
        if (stale) this.#refuse(stale)
        if (this.#token && this.#token !== stale) return Promise.resolve(this.#token)
        return this.#renewal ??= this.#renew().finally(() => this.#renewal = null)
    }

    /** The JSON that is answered; null for an answer without a body. Throws RequestError. */
    async send(method, path, body, keepalive = false) {
        const token = await this.token()
        const { identity } = this
        let answer = await this.#fetch(token, method, path, body, keepalive)
        if (answer.status === 401) {
            const next = await this.token(token)
            // What one user meant to do is not done in the name of the next.
            if (next) this.#require(identity)
            answer = await this.#fetch(next, method, path, body, keepalive)
            if (answer.status === 401) {
                this.#refuse(next)
                this.#become(null)
            }
        }
        const content = answer.status === 204 ? null : await answer.json().catch(() => undefined)
        this.#require(identity)
        if (!answer.ok) throw new RequestError(answer.status, content?.detail)
        // Cut off, or somebody else's answer.
        if (content === undefined) throw new RequestError(0)
        return content
    }

    #require(identity) {
        if (this.identity !== identity) throw new RequestError(this.identity ? superseded : 401)
    }

    async #renew() {
        let token
        try {
            token = await this.#getToken({ renew: this.#stale !== null })
        } catch {
            throw new RequestError(0)
        }
        const isStale = token === this.#stale && Date.now() - this.#staleAt < patience
        this.#become(token && !isStale ? token : null)
        return this.#token
    }

    /** Not for good: the server may just not have had its keys yet. */
    #refuse(token) {
        this.#stale = token
        this.#staleAt = Date.now()
    }

    #become(token) {
        this.#token = token
        const identity = token ? identityOf(token) : ""
        if (identity === this.identity) return
        this.identity = identity
        this.#identified(identity)
    }

    async #fetch(token, method, path, body, keepalive) {
        if (!token) throw new RequestError(401)
        const headers = { Accept: "application/json", Authorization: `Bearer ${token}` }
        if (body) headers["Content-Type"] = "application/json"
        try {
            return await fetch(this.#server + path, {
                method, headers, keepalive, credentials: "omit", body: body && JSON.stringify(body),
                signal: AbortSignal.timeout(patience),
            })
        } catch {
            throw new RequestError(0)
        }
    }
}

/** Account and user, as a token names them. */
export function identityOf(token) {
    try {
        const claims = JSON.parse(atob(token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/")))
        return `${claims.account_id ?? ""}/${claims.sub}`
    } catch {
        return "?"
    }
}
