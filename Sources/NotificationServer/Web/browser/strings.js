import { en } from "./en.js"

const languages = new Map([["en", en]])
const ours = ["de", "ar"]
/** Called when there is another language. */
export const languageListeners = new Set()

/** Adds or replaces a language: its texts, by the names in `en`; those it lacks are English. */
export function addLanguage(language, texts) {
    languages.set(language.toLowerCase(), { ...en, ...texts })
    for (const listener of languageListeners) listener()
}

/** The texts of a language (BCP 47), or else those of its parent, or English. */
export async function strings(language) {
    let tag = "en"
    try {
        tag = Intl.getCanonicalLocales(language.replaceAll("_", "-"))[0].toLowerCase()
    } catch {
        // No language at all.
    }
    const parent = tag.split("-")[0]
    if (!languages.has(tag) && !languages.has(parent) && ours.includes(parent)) {
        try {
            const file = new URL(`./notification-strings-${parent}.js`, import.meta.url).href
            addLanguage(parent, (await import(file))[parent])
        } catch {
            // English is better than nothing; the next element tries again.
        }
    }
    const texts = languages.get(tag) ?? languages.get(parent)
    return texts ? new Strings(tag, texts) : new Strings("en", en)
}

/** The texts of one language, and dates and numbers as it has them. */
export class Strings {
    constructor(language, texts) {
        this.language = language
        this.texts = texts
        this.plural = new Intl.PluralRules(language)
        this.numbers = new Intl.NumberFormat(language)
        this.relative = new Intl.RelativeTimeFormat(language)
        this.now = new Intl.RelativeTimeFormat(language, { numeric: "auto" }).format(0, "second")
        this.exact = new Intl.DateTimeFormat(language, { dateStyle: "full", timeStyle: "short" })
    }

    get direction() {
        return this.texts.direction
    }

    /** The text of that name, with `{word}` replaced by the value of that name. */
    text(name, values = {}) {
        let text = this.texts[name] ?? ""
        if (typeof text === "object") {
            const { count } = values
            text = (count === 0 && text.zero) || text[this.plural.select(count)] || text.other
        }
        return text.replace(/\{(\w+)\}/g, (_, word) =>
            typeof values[word] === "number" ? this.numbers.format(values[word]) : values[word] ?? "")
    }

    /** "2 hours ago"; `now` in milliseconds. */
    ago(date, now = Date.now()) {
        const seconds = Math.min(0, (date - now) / 1000)
        for (const [unit, length] of units) {
            if (seconds <= -length) return this.relative.format(Math.ceil(seconds / length), unit)
        }
        return this.now
    }

    /** 7, or 99+ beyond. */
    badge(count) {
        return count > 99 ? `${this.numbers.format(99)}+` : this.numbers.format(count)
    }
}

const units = [
    ["year", 31_557_600], ["month", 2_629_800], ["week", 604_800], ["day", 86_400], ["hour", 3600], ["minute", 60],
]
