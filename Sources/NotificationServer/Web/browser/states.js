import { h } from "./dom.js"
import { icon } from "./icons.js"

/**
 * What stands where there is nothing to show: why, and what can be done about it. Made anew only when `key` is another
 * (null: there is something), so that a button in it keeps the focus.
 */
export function showState(box, key, make) {
    box.hidden = key === null
    if (box.dataset.key === `${key}`) return
    box.dataset.key = `${key}`
    box.replaceChildren(...key === null ? [] : make())
}

/** A drawing, a sentence, perhaps another, and perhaps a link or button. */
export function stateParts(drawing, title, hint, action) {
    return [
        icon(drawing), h("strong", { text: title }), hint ? h("p", { text: hint }) : null, action ?? null,
    ].filter(Boolean)
}

/** What somebody sees who is signed out. */
export function signedOutParts(element) {
    const address = element.getAttribute("sign-in-url")
    const link = address && h("a", { class: "main-button", href: address, text: element.strings.text("signIn") })
    return stateParts("bell", element.strings.text("signedOut"), null, link)
}

/** What stands there when it could not be loaded. */
export function failedParts(strings, text, retry) {
    const button = h("button", { class: "main-button", click: retry, text: strings.text("retry") })
    return stateParts("warning", strings.text(text), null, button)
}

/** Why something was refused, for people. */
export function reasonOf(strings, { status, detail, message }) {
    return status === 0 ? strings.text("noAnswer") : detail || message
}
