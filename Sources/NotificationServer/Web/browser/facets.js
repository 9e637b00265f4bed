/** What a list can be narrowed down to: `{ types, sites }`, as the server has them; undefined where it does not say. */
export async function loadFacets(client) {
    const [types, sites] = await Promise.all([
        facet(client, "/api/v1/notifications/preferences/"), facet(client, "/api/v1/sites/"),
    ])
    return { types, sites }
}

async function facet(client, path) {
    try {
        return (await client.request("GET", path)).results
    } catch {
        return undefined
    }
}
