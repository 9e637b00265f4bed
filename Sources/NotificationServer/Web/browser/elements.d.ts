// notification-elements.js, and notification-bell.js, which has <notification-bell> and <notification-badge> alone.

import type { GetToken, Notification, NotificationClient, RequestError, Severity } from "./notification-client.js"

export { History, NotificationClient, RequestError } from "./notification-client.js"
export type {
    ClientEvents, Connection, GetToken, HistoryFilter, HistorySnapshot, Notification, Severity, Snapshot,
} from "./notification-client.js"

/** A text, or its forms by `Intl.PluralRules` (and "zero"), with `{count}` and the like in it. */
export type Text = string | Partial<Record<Intl.LDMLPluralRule, string>>

/** What a language has; what it lacks is English. The names are those of `en.js`. */
export interface Texts {
    direction?: "ltr" | "rtl"
    /** What types and categories are called, by their names. */
    types?: Record<string, string>
    categories?: Record<string, string>
    [name: string]: Text | Record<string, string> | undefined
}

/** Adds or replaces a language (BCP 47), for elements with that `lang`. */
export function addLanguage(language: string, texts: Texts): void

/** What the elements tell the page; all bubble and are composed. */
export interface NotificationElementEvents {
    /** Somebody follows a notification, or "View all" (then it is null). `preventDefault()`: the page navigates itself. */
    "notification-navigate": CustomEvent<{ url: string, notification: Notification | null }>
    /** Something new. `preventDefault()`: without a sound. */
    "notification-received": CustomEvent<{ notification: Notification }>
    "notification-count": CustomEvent<{ unreadCount: number }>
    /** A sound is about to be played. `preventDefault()`: the page plays its own. */
    "notification-sound": CustomEvent<{ severity: Severity }>
    /** The bell's panel was opened or closed. */
    "notification-toggle": CustomEvent<{ open: boolean }>
    "notification-error": CustomEvent<{ error: RequestError }>
    "notification-signed-out": CustomEvent<{}>
}

/**
 * What all elements have in common. Attributes: `server` (where the module came from, if not given), `token` or `token-url`
 * (asked with the page's cookies; answers `{"token": "…"}`), `sign-in-url`, `lang`. Elements with the same server and token
 * source share one client. Themed by `--notification-text`, `-muted`, `-surface`, `-raised`, `-border`, `-accent`, `-info`,
 * `-success`, `-warning`, `-error`, `-radius`, `-font`, and by their parts.
 */
export interface NotificationElement extends HTMLElement {
    /** Called for a token, instead of the attributes. */
    getToken: GetToken | undefined
    /** The one that was given, or else that shared by the elements with the same attributes. */
    get client(): NotificationClient | undefined
    set client(client: NotificationClient | undefined)
}

/** Attributes besides: `view-all-url` (`/account/notifications`), `sounds` (severities with blanks between, or "all"). */
export interface NotificationBell extends NotificationElement {
    /** Whether the newest are shown. */
    open: boolean
}

/** The number of unread notifications alone. */
export interface NotificationBadge extends NotificationElement {}

/** The whole inbox. Its filters are in the page's address: severity, type, category, is_read, site, from, to, cursor. */
export interface NotificationList extends NotificationElement {}

/** What the user wants to hear of. */
export interface NotificationSettings extends NotificationElement {}

/** What the elements take in a template: `<notification-bell token-url="/token">`. */
export interface NotificationElementAttributes {
    "server"?: string
    "token"?: string
    "token-url"?: string
    "sign-in-url"?: string
    "lang"?: string
}

export interface NotificationBellAttributes extends NotificationElementAttributes {
    "view-all-url"?: string
    "sounds"?: string
}

declare global {
    interface HTMLElementTagNameMap {
        "notification-bell": NotificationBell
        "notification-badge": NotificationBadge
        "notification-list": NotificationList
        "notification-settings": NotificationSettings
    }

    interface GlobalEventHandlersEventMap extends NotificationElementEvents {}
}
