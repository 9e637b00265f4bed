/**
 * An element. Of its properties `class`, `role`, `aria-…` and the like are attributes (null and false: none), what is a
 * function is a listener ("click"), and `text` is its text. A `part` is its class too, if no other is given.
 */
export function h(tag, properties = {}, ...children) {
    const element = document.createElement(tag)
    if (tag === "button") element.type = tag
    if (properties.part) element.className = properties.part
    for (const [name, value] of Object.entries(properties)) {
        if (typeof value === "function") element.addEventListener(name, value)
        else if (name === "text") element.textContent = value
        else attribute(element, name, value)
    }
    element.append(...children.filter(child => child != null))
    return element
}

/** Sets an attribute, takes it away (null, undefined, false), or leaves it when it is that already. */
export function attribute(element, name, value) {
    if (value === null || value === undefined || value === false) element.removeAttribute(name)
    else if (element.getAttribute(name) !== `${value}`) element.setAttribute(name, value === true ? "" : value)
}

/** Sets the text if it is another: screen readers read out what is set anew. */
export function setText(element, text) {
    if (element.textContent !== text) element.textContent = text
}

/**
 * Makes the children those of `items`, in that order, and moves none that need not move: what has the focus keeps it.
 * `make` makes the child of an item that has none yet (by `key`), `update` brings it up to date.
 */
export function reconcile(parent, items, key, make, update) {
    const keys = items.map(item => `${key(item)}`)
    const wanted = new Set(keys)
    const known = new Map()
    for (const child of [...parent.children]) {
        if (wanted.has(child.dataset.key)) known.set(child.dataset.key, child)
        else child.remove()
    }
    let next = parent.firstElementChild
    items.forEach((item, index) => {
        const child = known.get(keys[index]) ?? make(item)
        child.dataset.key = keys[index]
        if (child === next) next = next.nextElementSibling
        else parent.insertBefore(child, next)
        update(child, item)
    })
}

/** Where a notification leads to, if that is an http(s) address; else null. Anything else would be a way to run code. */
export function safeURL(address) {
    try {
        const url = new URL(address, document.baseURI)
        return /^https?:$/.test(url.protocol) ? url.href : null
    } catch {
        return null
    }
}

export function sheet(css) {
    // Where there are no pages, modules are imported all the same.
    if (!globalThis.CSSStyleSheet) return undefined
    const style = new CSSStyleSheet()
    style.replaceSync(css)
    return style
}
