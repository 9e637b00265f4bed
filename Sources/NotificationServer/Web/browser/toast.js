import { h } from "./dom.js"
import { icon } from "./icons.js"

const toastTime = 4000

/** A word on what has just been done: seen for a while, and read out to who cannot see it. */
export class Toast {
    /** Always there: a screen reader says only what changes in it. */
    region = h("div", { class: "hidden", role: "status" })
    box = h("div", { part: "toast", hidden: true, "aria-hidden": "true" })
    #timer

    /** `tone`: a severity. An error stays until something else is shown. */
    show(text, tone) {
        clearTimeout(this.#timer)
        // The same text again would not be read out.
        this.region.textContent = this.region.textContent === text ? `${text}\u00a0` : text
        this.box.dataset.severity = tone
        this.box.replaceChildren(icon(tone), h("span", { text }))
        this.box.hidden = false
        if (tone !== "error") this.#timer = setTimeout(() => this.box.hidden = true, toastTime)
    }
}
