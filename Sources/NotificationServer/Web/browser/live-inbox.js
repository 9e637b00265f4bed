import { Announcements } from "./announcements.js"
import { changeOf, counted, listed, loaded } from "./changes.js"
import { latestCount } from "./inbox-state.js"
import { LiveLink } from "./live-link.js"
import { followPage } from "./page-life.js"
import { Requests, superseded } from "./requests.js"
import { SyncedInbox } from "./synced-inbox.js"

const base = "/api/v1/notifications/"
const staleTime = 60_000
const checkTime = 300_000

/** One user's inbox as the server has it: loaded, told live, asked for again when that is not to be had. */
export class LiveInbox {
    /** Of the newest: "loading", "ready", or "failed" when there has been nothing yet. */
    status = "loading"
    connection = "connecting"
    requests
    #server
    #host
    #inbox
    #link = null
    #leavePage = null
    #loading = null
    #isStale = false
    #loadedAt = 0
    #announcements

    /**
     * `host`: `changed()`; `happened(name, detail)`: an event for whoever uses this; `identified()`: it is somebody else's
     * now; `fromTab(data)`: another tab of the same user's tells what it does; `leaving()`: the page may be gone soon.
     */
    constructor(server, getToken, host) {
        this.#server = server.replace(/\/+$/, "")
        this.#host = host
        this.requests = new Requests(this.#server, getToken, identity => this.#identified(identity))
        this.#inbox = new SyncedInbox(path => this.send("GET", path), () => host.changed())
        // What should have been told and was not: the socket is dead without knowing.
        this.#announcements = new Announcements(
            notification => host.happened("notification", notification),
            () => this.connection === "live" && this.#link?.ask(true))
    }

    get state() {
        return this.#inbox.state
    }

    start() {
        if (this.#leavePage) return
        this.#leavePage = followPage({
            woken: isAnew => this.#wake(isAnew),
            offline: () => this.#connect("offline"),
            hidden: () => this.#host.leaving(),
            // A page that is kept for the way back is not to be told anything.
            left: () => this.#disconnect(),
            returned: () => this.refresh(),
            // A socket may be dead without knowing.
            due: () => (this.connection !== "live" || Date.now() - this.#loadedAt > checkTime) && this.refresh(),
        })
        this.refresh()
    }

    stop() {
        if (!this.#leavePage) return
        this.#leavePage()
        this.#leavePage = null
        this.#disconnect()
    }

    send(method, path, body) {
        return this.requests.send(method, base + path, body, method !== "GET")
    }

    toTabs(data) {
        this.#link?.toTabs(data)
    }

    /** Takes what was told or done. */
    take(change) {
        this.#inbox.take(change)
        if (change.kind === "deleted" && this.state.isShort) this.refresh()
    }

    /** A page of the list: what is on it is kept up to date. */
    page(query) {
        return this.#inbox.ask(`?${query}`, loaded)
    }

    refresh() {
        if (this.#loading) this.#isStale = true
        return this.#loading ??= this.#load().finally(() => this.#loading = null)
    }

    async refreshIfStale() {
        const { head, last } = this.state
        if (Date.now() - this.#loadedAt > staleTime || last > head) await this.refresh()
    }

    async loadCount() {
        await this.#inbox.ask("unread-count/", counted)
    }

    async #load() {
        do {
            this.#isStale = false
            try {
                const list = this.#inbox.ask(`?page_size=${latestCount}`, answer => {
                    const change = listed(answer)
                    this.#announcements.look(change.notifications, this.status === "ready", this.connection === "live")
                    return change
                })
                await Promise.all([list, this.loadCount()])
                this.#loadedAt = Date.now()
                this.status = "ready"
                this.#join()
            } catch (error) {
                this.#lost(error)
            }
            this.#host.changed()
        } while (this.#isStale && this.#leavePage)
    }

    #lost(error) {
        if (error.status === superseded) {
            this.#isStale = true
            return
        }
        if (error.status === 401 || error.status === 403) this.#connect("signed-out")
        else if (this.connection !== "live") this.#connect("offline")
        if (this.status === "loading") this.status = "failed"
        this.#host.happened("failure", error)
    }

    #join() {
        const isOffline = this.connection === "offline" && navigator.onLine !== false
        if (isOffline || this.connection === "signed-out") this.#connect("polling")
        if (this.#link || !this.#leavePage) return
        this.#link = new LiveLink({
            name: `notifications ${this.#server} ${this.requests.identity}`,
            address: `${this.#server.replace(/^http/, "ws")}/ws`,
            token: stale => this.requests.token(stale),
            after: () => this.state.head,
            take: message => this.#receive(message),
            fromTab: data => this.#host.fromTab(data),
            status: (isLive, isNew) => {
                const wasLive = this.connection === "live"
                if (isLive || this.connection !== "offline") this.#connect(isLive ? "live" : "polling")
                if (isNew || isLive && !wasLive) this.#reset()
            },
            failed: () => this.refresh(),
        })
    }

    #receive(message) {
        const change = changeOf(message)
        if (change) this.take(change)
        if (message.type === "notification") this.#announcements.add(message.data)
        if (message.type !== "reset") return
        // There may be less than there was.
        this.state.head = 0
        this.#announcements.begin(0)
        this.#reset()
    }

    /** What is on the screen may be out of date in ways that were not told. */
    #reset() {
        this.refresh()
        this.#host.happened("reset")
    }

    #wake(isAnew) {
        this.#link?.ask(isAnew)
        if (this.connection === "live") this.refreshIfStale()
        else this.refresh()
    }

    #connect(connection) {
        if (this.connection === connection) return
        this.connection = connection
        this.#host.changed()
        if (connection === "signed-out") this.#host.happened("signed-out")
    }

    #disconnect() {
        this.#host.leaving()
        this.#link?.stop()
        this.#link = null
        this.#connect("connecting")
    }

    /** Another user, or none: nothing of the last one's is left. */
    #identified(identity) {
        this.#link?.stop()
        this.#link = null
        this.#host.identified()
        this.#inbox.forget()
        this.status = "loading"
        this.#connect(identity ? "connecting" : "signed-out")
        this.#host.changed()
        this.#host.happened("reset")
        if (identity && this.#leavePage && !this.#loading) this.refresh()
    }
}
