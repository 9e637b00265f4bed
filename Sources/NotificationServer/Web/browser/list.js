import { knownFilters, queryOf, readAddress, writeAddress } from "./address.js"
import { baseStyle } from "./base-style.js"
import { DayList } from "./day-list.js"
import { attribute, h, setText } from "./dom.js"
import { NotificationElement } from "./element.js"
import { loadFacets } from "./facets.js"
import { Filters } from "./filters.js"
import { History } from "./history.js"
import { listStyle } from "./list-style.js"
import { Notices } from "./notices.js"
import { Pager } from "./pager.js"
import { failedParts, showState, signedOutParts, stateParts } from "./states.js"
import { stateStyle } from "./state-style.js"

const refillTime = 300

/** The whole inbox, page by page, and narrowed down as the page's address says. */
export class NotificationList extends NotificationElement {
    static styles = [baseStyle, stateStyle, listStyle]

    #filterForm = new Filters(filters => this.#go(filters, "count"))
    #heading = h("h2", { part: "count", id: "count", tabindex: -1 })
    #markAll = h("button", { part: "mark-all", class: "text-button", click: () => this.client.markAllRead() })
    #status = h("p", { part: "status", hidden: true })
    #days = new DayList(this, () => this.#heading.focus())
    #state = h("div", { part: "empty", hidden: true })
    #pager = new Pager(cursor => this.#go({ ...this.#filters, cursor: cursor || undefined }, "focus"))
    #notices = new Notices(this, () => this.#days.returned ?? this.#heading)
    #results = h(
        "section", { class: "results", "aria-labelledby": "count" },
        h("div", { class: "head" }, this.#heading, this.#markAll),
        this.#status, this.#days.box, this.#state, this.#pager.nav)

    #filters = {}
    // Undefined while they are not loaded.
    #facets
    #history
    #leaveHistory
    // The last page that was loaded: it stays until the next one is.
    #page
    #shown = []
    // How many of it since.
    #dismissed = 0
    // Whether the user waits for what is being loaded.
    #isAsked = true
    #isRefilling = false
    #connection
    #hasBeenReady = false

    constructor() {
        super()
        this.root.append(this.#filterForm.form, this.#results, this.#notices.bar, this.#notices.region)
    }

    joined(client, signal) {
        this.#begin()
        this.#notices.listen(client, signal)
        addEventListener("popstate", () => this.#open("count"), { signal })
        const timer = setInterval(() => this.queueRender(), 30_000)
        signal.addEventListener("abort", () => {
            clearInterval(timer)
            this.#close()
        })
    }

    render(snapshot) {
        const { strings } = this
        this.#follow(snapshot)
        const isSignedOut = snapshot.connection === "signed-out"
        const page = this.#history?.getSnapshot()
        const isBusy = !page || page.status === "loading"
        if (page?.status === "ready") this.#take(page)
        else this.#shown = this.#shown.map(item => this.client.get(item.id)).filter(Boolean)
        const isFailed = page?.status === "failed" && this.#isAsked
        const isHidden = isSignedOut || isFailed
        const items = isHidden ? [] : this.#shown
        this.#filterForm.form.hidden = isSignedOut || !this.#facets
        this.#filterForm.render(strings, this.#facets ?? {}, this.#filters)
        attribute(this.#results, "aria-busy", `${isBusy && !isSignedOut}`)
        this.#renderHead(snapshot, isSignedOut)
        this.#days.render(items)
        const empty = isBusy ? "loading" : this.#isNarrowed ? "no-match" : "nothing"
        this.#renderState(isSignedOut ? "signed-out" : isFailed ? "failed" : items.length ? null : empty)
        this.#pager.render(strings, isHidden ? undefined : this.#page)
        this.#notices.render(snapshot)
        this.#notices.renderStatus(this.#status, isSignedOut ? {} : snapshot)
        this.#refill(page, snapshot)
    }

    /** Loads what the filters offer; filters of the address that depend on it wait for it. */
    async #begin() {
        const { client } = this
        this.#facets = this.#page = undefined
        this.#shown = []
        this.#close()
        const { type, category, site } = readAddress(location.href)
        const isWaiting = type || category || site
        if (!isWaiting) this.#open()
        const facets = await loadFacets(client)
        if (client !== this.client || !this.isConnected) return
        this.#facets = facets
        if (isWaiting) this.#open()
        this.queueRender()
    }

    /** Opens what the page's address says. `goal`: whether the "count" is to be told then, or to have the "focus". */
    #open(goal) {
        const filters = knownFilters(readAddress(location.href), this.#facets ?? {})
        const query = queryOf(filters)
        const isSame = this.#history && JSON.stringify(query) === JSON.stringify(queryOf(this.#filters))
        this.#filters = filters
        if (!isSame) {
            this.#close()
            this.#history = new History(this.client, query)
            this.#leaveHistory = this.#history.subscribe(() => this.queueRender())
        }
        return this.#load(goal)
    }

    #close() {
        this.#leaveHistory?.()
        this.#history?.close()
        this.#history = undefined
    }

    async #load(goal) {
        const shown = this.#history
        this.#isAsked = true
        this.queueRender()
        await shown.load(this.#filters.cursor)
        if (shown !== this.#history || shown.getSnapshot().status !== "ready") return
        if (goal === "focus") this.#heading.focus()
        else if (goal) this.#notices.region.textContent = this.#countText
    }

    #go(filters, goal) {
        history.pushState(history.state, "", writeAddress(location.href, filters))
        this.#open(goal)
        if (goal === "focus") this.root.scrollIntoView({ block: "start" })
    }

    #take(page) {
        this.#page = page
        this.#shown = page.notifications
        this.#dismissed = this.#history.ids.length - page.notifications.length
        this.#isAsked = false
    }

    #follow({ status, connection }) {
        const last = this.#connection
        const isSomebody = connection !== "signed-out"
        const isAnother = last === "signed-out" || (status === "loading" && this.#hasBeenReady)
        const isBack = last === "offline" || (last === "polling" && connection === "live")
        if (isSomebody && isAnother) this.#begin()
        else if (isSomebody && isBack && connection !== last) this.#history?.load(this.#filters.cursor)
        this.#hasBeenReady = status === "ready"
        this.#connection = connection
    }

    /** What follows moves up when all of a page has been dismissed. */
    #refill(page, { undo }) {
        if (page?.status !== "ready" || page.notifications.length || undo || this.#isRefilling) return
        const isLast = !this.#history.ids.length
        if (isLast && !this.#filters.cursor) return
        this.#isRefilling = true
        const newest = { ...this.#filters, cursor: undefined }
        if (isLast) history.replaceState(history.state, "", writeAddress(location.href, newest))
        // It may have been asked for before the server had all that was dismissed.
        const again = () => {
            this.#isRefilling = false
            this.queueRender()
        }
        this.#open().then(() => setTimeout(again, refillTime))
    }

    get #isNarrowed() {
        return Object.keys(this.#filters).some(name => name !== "cursor")
    }

    get #countText() {
        const { count, isExact } = this.#page
        return this.strings.text(isExact ? "results" : "resultsMany", { count: Math.max(0, count - this.#dismissed) })
    }

    #renderHead({ unreadCount }, isSignedOut) {
        const { strings } = this
        this.#heading.parentElement.hidden = isSignedOut
        setText(this.#heading, this.#page ? this.#countText : strings.text("loading"))
        setText(this.#markAll, strings.text("markAll"))
        attribute(this.#markAll, "aria-disabled", `${!unreadCount}`)
        attribute(this.#markAll, "title", this.#isNarrowed ? strings.text("markAllHint") : null)
    }

    #renderState(key) {
        const { strings } = this
        const text = name => strings.text(name)
        const clear = () => h(
            "button", { class: "main-button", text: text("clearFilters"), click: () => this.#go({}, "focus") })
        showState(this.#state, key && `${key} ${strings.language}`, () => ({
            "signed-out": () => signedOutParts(this),
            "failed": () => failedParts(strings, "failed", () => this.#load("count")),
            "loading": () => [h("p", { text: text("loading") })],
            "no-match": () => stateParts("bell", text("noMatch"), text("noMatchHint"), clear()),
            "nothing": () => stateParts("bell", text("empty"), text("emptyHint")),
        })[key]())
    }
}
