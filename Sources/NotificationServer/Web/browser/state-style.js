import { sheet } from "./dom.js"

/** What the list and the settings have in common. */
export const stateStyle = sheet(`
:host { display: block; container-type: inline-size; color: var(--_text); }
:where([data-severity]) { --_tone: var(--_info); }
.main-button { display: inline-flex; align-items: center; min-height: 44px; margin-block-start: .75em; padding: .25em 1.25em; border-radius: 8px; background: var(--_accent); color: var(--_surface); font-weight: 600; text-decoration: none; }
.main-button:hover { filter: brightness(1.1); }
.empty { display: grid; justify-items: center; align-content: center; min-height: 20em; padding: 2em 1.5em; border: 1px dashed var(--_border); border-radius: var(--_radius); color: var(--_muted); text-align: center; }
.empty svg { width: 2.5em; height: 2.5em; margin-block-end: .75em; }
.empty strong { color: var(--_text); font-size: 1.0625em; }
.toast { position: sticky; z-index: 2; inset-block-end: 1em; display: flex; align-items: center; gap: .5em; width: fit-content; max-width: 100%; margin: 1em auto 0; padding: .625em 1em; border: 1px solid var(--_border); border-inline-start: 4px solid var(--_tone); border-radius: 8px; background: var(--_surface); color: var(--_text); box-shadow: 0 6px 24px rgb(0 0 0 / .18); }
.toast svg { flex: none; color: var(--_tone); }
`)
