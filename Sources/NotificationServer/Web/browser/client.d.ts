// notification-client.js: an inbox without an interface, for React, Vue, Svelte or nothing at all.

/** What kind of news it is. */
export type Severity = "info" | "success" | "warning" | "error"

/** As `GET /api/v1/notifications/{id}/` answers it. */
export interface Notification {
    readonly id: number
    /** `ai_cluster_complete`; a host may have types of its own. */
    readonly notification_type: string
    readonly severity: Severity
    readonly title: string
    readonly message: string
    /** By this user. */
    readonly is_read: boolean
    /** ISO 8601. */
    readonly created_at: string
    readonly updated_at: string
    readonly read_at: string | null
    readonly action_label: string
    /** An http(s) address or a path; "" when there is none. Check it before you make it a link. */
    readonly action_url: string
    readonly site: { readonly id: number, readonly name: string } | null
    readonly metadata: Readonly<Record<string, unknown>>
    /** Whose alone it is; null: everybody's, or that of `roles`. */
    readonly user: number | null
    readonly roles: readonly string[] | null
    readonly content_type: string | null
    readonly object_id: string | null
    readonly category: string
}

/** Whether what happens shows at once ("live"), every 30 seconds ("polling"), or not at the moment. */
export type Connection = "connecting" | "live" | "polling" | "offline" | "signed-out"

/** How things stand. It never changes: after each change there is another one. */
export interface Snapshot {
    /** "failed" only while nothing could be loaded yet. */
    readonly status: "loading" | "ready" | "failed"
    readonly connection: Connection
    /** The newest 50, newest first, with what the user has done applied. */
    readonly notifications: readonly Notification[]
    /** null while it is not known. */
    readonly unreadCount: number | null
    /** What can still be taken back by `undo()`. */
    readonly undo: { readonly kind: "read-all" | "dismiss", readonly count: number } | null
}

/** Gives a token, or null when nobody is signed in. `renew`: the last one has expired. */
export type GetToken = (options: { renew: boolean }) => string | null | undefined | Promise<string | null | undefined>

export interface ClientEvents {
    /** A new one, told live. */
    "notification": CustomEvent<Notification>
    /** Something was refused or could not be asked for; what was shown for it has been taken back. */
    "failure": CustomEvent<RequestError>
    "signed-out": Event
    /** More has changed than can be told one by one. */
    "reset": Event
}

/**
 * One user's inbox: the newest notifications, how many are unread, live, and what the user does with them, shown at once
 * and taken back when the server refuses. All clients of a browser with the same user share one socket.
 *
 *     const client = new NotificationClient({ server: "https://notify.example.com", getToken })
 *     const snapshot = useSyncExternalStore(client.subscribe, client.getSnapshot)     // React
 */
export class NotificationClient extends EventTarget {
    constructor(options: { server: string, getToken: GetToken })

    /** Has `listener` called after each change; the client works while somebody listens. Returns how to stop. */
    subscribe: (listener: () => void) => () => void
    getSnapshot: () => Snapshot

    /** One that has been loaded, with what the user has done to it; undefined when it is gone. */
    get(id: number): Notification | undefined

    /** These never reject: what is refused is taken back and told by "failure". */
    markRead(id: number): Promise<void>
    markUnread(id: number): Promise<void>
    /** Everything up to the newest that is shown. Sent after 6 seconds; until then `undo()` takes it back. */
    markAllRead(): void
    /** Out of this user's inbox. Sent after 6 seconds; until then `undo()` takes it back. */
    dismiss(id: number): void
    undo(): void
    /** While held, what can be undone is not sent. */
    holdUndo(isHeld: boolean): void
    /** Sends what could still be undone; done by itself when the page is left. */
    commit(): void

    /** Asks the server again. */
    refresh(): Promise<void>
    /** The same, if that was more than a minute ago. */
    refreshIfStale(): Promise<void>

    /** Any other request of the API on the user's behalf: the JSON that is answered. Throws RequestError. */
    request<Answer = any>(method: string, path: string, body?: unknown): Promise<Answer>

    addEventListener<Name extends keyof ClientEvents>(
        name: Name, listener: (event: ClientEvents[Name]) => void, options?: boolean | AddEventListenerOptions): void
    addEventListener(
        name: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | AddEventListenerOptions): void
    removeEventListener<Name extends keyof ClientEvents>(
        name: Name, listener: (event: ClientEvents[Name]) => void, options?: boolean | EventListenerOptions): void
    removeEventListener(
        name: string, listener: EventListenerOrEventListenerObject | null, options?: boolean | EventListenerOptions): void
}

/** Parameters of `GET /api/v1/notifications/`, lists for those that may be repeated. */
export interface HistoryFilter {
    is_read?: "true" | "false"
    severity?: Severity | readonly Severity[]
    notification_type?: string | readonly string[]
    category?: string
    site?: string | number
    /** ISO 8601: at or after, and before. */
    created_after?: string
    created_before?: string
    content_type?: string
    object_id?: string
}

/** A page of the whole inbox. It never changes: after each change there is another one. */
export interface HistorySnapshot {
    readonly status: "loading" | "ready" | "failed"
    readonly notifications: readonly Notification[]
    /** How many match in all; null while it is not known. Beyond 10,000 it may be no more than that: not `isExact`. */
    readonly count: number | null
    readonly isExact: boolean
    /** Where the pages beside this one are; null when there is none. */
    readonly olderCursor: string | null
    readonly newerCursor: string | null
    /** Where this one is; "": the newest. */
    readonly cursor: string
    readonly error: RequestError | null
}

/**
 * The whole inbox, page by page: it never skips or repeats one while new ones arrive. While there is no newer page it
 * brings itself up to date.
 */
export class History {
    constructor(client: NotificationClient, filter?: HistoryFilter)
    /** The ids on this page, newest first, those included that have been dismissed since. */
    readonly ids: readonly number[]
    subscribe: (listener: () => void) => () => void
    getSnapshot: () => HistorySnapshot
    /** The page at a cursor; "": the newest. */
    load(cursor?: string): Promise<void>
    close(): void
}

/** What the server or the network answered instead. */
export class RequestError extends Error {
    constructor(status: number, detail?: string)
    /** Of HTTP; 0 when there was no answer, 499 when somebody else is signed in by now. */
    readonly status: number
    /** A sentence, or "". */
    readonly detail: string
}
