/** `[{ key, title, items }]`: notifications by the day they are from, as the user's calendar has it. */
export function byDay(strings, items, now = new Date()) {
    const days = new Map()
    for (const item of items) {
        const date = new Date(item.created_at)
        const key = dayKey(date)
        if (!days.has(key)) days.set(key, { key, title: dayTitle(strings, date, now), items: [] })
        days.get(key).items.push(item)
    }
    return [...days.values()]
}

function dayTitle(strings, date, now) {
    const yesterday = new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1)
    if (dayKey(date) === dayKey(now)) return strings.text("today")
    if (dayKey(date) === dayKey(yesterday)) return strings.text("yesterday")
    const year = date.getFullYear() === now.getFullYear() ? undefined : "numeric"
    const format = new Intl.DateTimeFormat(strings.language, { weekday: "long", day: "numeric", month: "long", year })
    return format.format(date)
}

const dayKey = date => `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`
