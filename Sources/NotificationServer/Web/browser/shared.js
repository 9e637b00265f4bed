import { NotificationClient } from "./client.js"
import { identityOf } from "./requests.js"

// Where this module came from, less its own path.
const home = import.meta.url.replace(/(assets\/[^/]+\/)?[^/]*$/, "")
const clients = new Map()
const callbacks = new WeakMap()
let callbackCount = 0

/** The client of all elements with this one's server and token source; undefined while it has no token source. */
export function borrowClient(element) {
    const server = new URL(element.getAttribute("server") ?? home, document.baseURI).href
    const source = tokenSource(element)
    if (!source) return undefined
    const key = `${server} ${source.key}`
    const entry = clients.get(key) ?? { users: 0 }
    entry.getToken = source.getToken
    entry.client ??= new NotificationClient({ server, getToken: options => entry.getToken(options) })
    // It may be a new one of the same user's.
    if (entry.client.getSnapshot().connection === "signed-out") entry.client.refresh()
    clients.set(key, entry)
    entry.users += 1
    return {
        client: entry.client,
        end() {
            entry.users -= 1
            // An element that is only moved asks for it again at once.
            setTimeout(() => entry.users || clients.get(key) !== entry || clients.delete(key))
        },
    }
}

function tokenSource(element) {
    const { getToken } = element
    if (getToken) {
        if (!callbacks.has(getToken)) callbacks.set(getToken, callbackCount += 1)
        return { key: callbacks.get(getToken), getToken }
    }
    const token = element.getAttribute("token")
    if (token) return { key: identityOf(token), getToken: () => token }
    const address = element.getAttribute("token-url")
    return address ? { key: address, getToken: () => fetchToken(address) } : undefined
}

async function fetchToken(address) {
    const answer = await fetch(address, {
        credentials: "include", cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30_000),
    })
    if (answer.status === 401 || answer.status === 403) return null
    if (!answer.ok) throw new TypeError(`The token's address answered ${answer.status}.`)
    return (await answer.json()).token ?? null
}
