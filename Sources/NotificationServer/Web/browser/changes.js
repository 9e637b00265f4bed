import { RequestError } from "./requests.js"

/** The newest, of an answer to the list. These three throw RequestError when it is not ours, but a proxy's. */
export function listed({ results }) {
    return { kind: "listed", notifications: right(results, Array.isArray) }
}

/** Some more of them. */
export function loaded({ results }) {
    return { kind: "loaded", notifications: right(results, Array.isArray) }
}

export function counted({ unread_count: count }) {
    return { kind: "count", count: right(count, Number.isInteger), head: 0 }
}

function right(value, isRight) {
    if (isRight(value)) return value
    throw new RequestError(0)
}

/** The change that a message of the socket tells of; undefined for one that tells of none. */
export function changeOf({ type, data }) {
    switch (type) {
    case "notification": return { kind: "created", notification: data }
    case "notification.count": return { kind: "count", count: data.unread_count, head: data.head }
    case "notification.read": return data.ids ? { kind: "read", ids: data.ids } : { kind: "through", ...data }
    case "notification.unread": return { kind: "unread", ids: data.ids }
    case "notification.deleted": return { kind: "deleted", ids: data.ids }
    default: return undefined
    }
}
