/** What a category is called: as the language has it; a host's own is its name with blanks. */
export function categoryName(strings, category) {
    const words = category.replaceAll(/[_.]+/g, " ").trim()
    return strings.texts.categories?.[category] ?? words.charAt(0).toUpperCase() + words.slice(1)
}

/** What a type is called: as the language has it, or else the server. */
export function typeName(strings, { notification_type: type, label }) {
    return strings.texts.types?.[type] ?? label
}

/** `[category, items]` of each category, in the order in which they first appear. */
export function byCategory(items) {
    const groups = new Map()
    for (const item of items) groups.set(item.category, [...groups.get(item.category) ?? [], item])
    return [...groups]
}
