import { NotificationBadge } from "./badge.js"
import { NotificationBell } from "./bell.js"
import { setText } from "./dom.js"
import { define } from "./element.js"
import { en } from "./en.js"
import { moreEnglish } from "./en-more.js"
import { NotificationList } from "./list.js"
import { NotificationSettings } from "./settings.js"
import { strings } from "./strings.js"

Object.assign(en, moreEnglish)

const pageLanguages = ["en", "de", "ar"]
const chosenLanguage = pageLanguages.find(tag => tag === new URL(location.href).searchParams.get("lang"))
// With its region: dates are written as they are there.
const preferredLanguage = navigator.languages.find(tag => pageLanguages.includes(tag.split("-")[0]))

// Before there are elements: they have the page's language.
document.documentElement.lang = chosenLanguage ?? preferredLanguage ?? "en"
translatePage()

define("notification-bell", NotificationBell)
define("notification-badge", NotificationBadge)
define("notification-list", NotificationList)
define("notification-settings", NotificationSettings)

for (const form of document.querySelectorAll(".announce")) form.addEventListener("submit", announceInPlace)
for (const avatar of document.querySelectorAll(".avatar")) setText(avatar, initials(avatar.nextElementSibling))
showPerson()

async function translatePage() {
    const { documentElement: root, body } = document
    const texts = await strings(root.lang)
    root.dir = texts.direction
    const words = texts.texts.page ?? {}
    for (const element of document.querySelectorAll("[data-text]")) {
        setText(element, words[element.dataset.text] ?? element.textContent)
    }
    for (const element of document.querySelectorAll("[data-label]")) {
        element.ariaLabel = words[element.dataset.label] ?? element.ariaLabel
    }
    if (words[body.dataset.title]) document.title = `${words[body.dataset.title]} · notify`
    if (chosenLanguage) keepLanguage()
}

/** Our own pages go on in the language that the address asks for. */
function keepLanguage() {
    for (const link of document.querySelectorAll("header a[href^='/'], main a[href^='/']")) {
        const address = new URL(link.href)
        address.searchParams.set("lang", chosenLanguage)
        link.href = address.href
    }
}

/** The page stays; what is announced arrives live. */
async function announceInPlace(event) {
    event.preventDefault()
    const { action } = event.currentTarget
    const body = new URLSearchParams({ severity: event.submitter.value })
    const options = { method: "POST", body, headers: { Accept: "application/json" } }
    const answer = await fetch(action, options).catch(() => null)
    if (answer?.status === 401) location.assign("/demo/")
}

/** Who is signed in to the demo, on pages that are the same for everybody. */
async function showPerson() {
    const person = document.querySelector(".person:empty")
    if (!person) return
    const answer = await fetch("/demo/token", { headers: { Accept: "application/json" } }).catch(() => null)
    document.querySelector(".demo").hidden = !answer?.ok
    if (!answer?.ok) return
    const { name, account } = await answer.json()
    setText(person, `${name}, ${account}`)
}

function initials(element) {
    const words = element.querySelector(".name").textContent.split(" ")
    return words.map(word => word.charAt(0)).slice(0, 2).join("")
}
