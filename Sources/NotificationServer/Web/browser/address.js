/** What a list may be narrowed down to, and how the page's address says it. */
export const severities = ["error", "warning", "success", "info"]

const formats = {
    severity: value => severities.includes(value),
    type: value => /^[a-z][a-z0-9_.]{0,63}$/.test(value),
    category: value => /^[a-z][a-z0-9_.]{0,63}$/.test(value),
    is_read: value => value === "true" || value === "false",
    site: value => /^-?\d{1,18}$/.test(value),
    from: value => dayOf(value) !== null,
    to: value => dayOf(value) !== null,
    cursor: value => /^[ab]\d{1,18}$/.test(value),
}
const several = ["severity", "type"]

/**
 * The filters and the cursor that are in an address, by their names (`severity` and `type` may be repeated); what makes
 * no sense is not there.
 */
export function readAddress(address) {
    const parameters = new URL(address).searchParams
    return Object.fromEntries(Object.entries(formats).flatMap(([name, isValid]) => {
        const values = [...new Set(parameters.getAll(name).filter(isValid))]
        if (!values.length) return []
        return [[name, several.includes(name) ? values : values[0]]]
    }))
}

/** The address with these filters, and with everything else in it as it was. */
export function writeAddress(address, filters) {
    const url = new URL(address)
    for (const name of Object.keys(formats)) {
        url.searchParams.delete(name)
        for (const value of [filters[name] ?? []].flat()) url.searchParams.append(name, value)
    }
    return url.href
}

/** Those of the filters that there is something for: a host may have taken a type away since. */
export function knownFilters(filters, { types, sites }) {
    const known = { ...filters }
    if (types) {
        const names = (filters.type ?? []).filter(name => types.some(type => type.notification_type === name))
        if (names.length) known.type = names
        else delete known.type
        if (!types.some(type => type.category === filters.category)) delete known.category
    }
    if (sites && !sites.some(site => `${site.id}` === filters.site)) delete known.site
    return known
}

/** The parameters of `GET /api/v1/notifications/`. Days begin where the user is; the last one is included. */
export function queryOf({ severity, type, category, is_read, site, from, to }) {
    const query = {
        severity, category, is_read, site, notification_type: type,
        created_after: from && dayOf(from).toISOString(), created_before: to && dayOf(to, 1).toISOString(),
    }
    return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
}

/** The beginning of a day (2026-03-01) or of one that is so much later, here; null when there is no such day. */
function dayOf(text, later = 0) {
    const [year, month, day] = /^([1-9]\d{3})-(\d\d)-(\d\d)$/.exec(text)?.slice(1).map(Number) ?? []
    const date = new Date(year, month - 1, day)
    if (date.getMonth() !== month - 1 || date.getDate() !== day) return null
    return new Date(year, month - 1, day + later)
}
