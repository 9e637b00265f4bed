import { sheet } from "./dom.js"

export const settingsStyle = sheet(`
.intro { color: var(--_muted); }
.legend { display: grid; border: 1px solid var(--_border); gap: .25em; margin: .75em 0 0; padding: .75em 1em; border-radius: var(--_radius); background: var(--_raised); }
.legend dt { display: inline; font-weight: 600; }
.legend dt::after { content: ": "; }
.legend dd { display: inline; margin: 0; }
.group h2 { margin: 1.75em 0 .5em; font-size: 1.0625em; font-weight: 700; }
.group ul { border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); overflow: clip; }
.type { display: grid; grid-template-columns: auto 1fr; align-items: center; gap: .25em .75em; padding: .625em 1em; }
.type + .type { border-block-start: 1px solid var(--_border); }
.type .icon { align-self: start; }
.what { min-width: 0; overflow-wrap: anywhere; }
.term { font-weight: 600; }
.hint { color: var(--_muted); font-size: .8125em; }
.hint:empty { display: none; }
.default { padding: 0; font-size: .8125em; }
.switches { grid-column: 2; display: flex; flex-wrap: wrap; gap: .25em 1.5em; }
.choice { display: flex; align-items: center; gap: .625em; min-height: 44px; cursor: pointer; }
.choice:has([aria-disabled=true]) { color: var(--_muted); cursor: default; }
input[role=switch] { appearance: none; position: relative; flex: none; width: 2.5em; height: 1.5em; margin: 0; border: 2px solid var(--_muted); border-radius: .75em; background: var(--_surface); cursor: inherit; }
input[role=switch]::before { content: ""; position: absolute; inset-block-start: calc(50% - .5em); inset-inline-start: .125em; width: 1em; height: 1em; border-radius: 50%; background: var(--_muted); transform: scale(.8); }
input[role=switch]:checked { border-color: var(--_accent); background: var(--_accent); }
input[role=switch]:checked::before { inset-inline-start: calc(100% - 1.125em); background: var(--_surface); transform: none; }
input[role=switch][aria-disabled=true] { border-style: dashed; border-color: var(--_muted); background: var(--_raised); }
input[role=switch][aria-disabled=true]::before { background: var(--_muted); }
input[role=switch]:focus-visible { border-radius: .75em; }
@media (prefers-reduced-motion: no-preference) {
input[role=switch], input[role=switch]::before { transition: all .15s ease-out; }
}
@media (forced-colors: active) {
input[role=switch] { border-color: ButtonText; }
input[role=switch]::before { background: ButtonText; forced-color-adjust: none; }
input[role=switch]:checked { background: Highlight; forced-color-adjust: none; }
input[role=switch]:checked::before { background: HighlightText; }
}
@container (min-width: 640px) {
.type { grid-template-columns: auto 1fr auto; }
.type .icon { align-self: center; }
.switches { grid-column: 3; grid-row: 1; flex-wrap: nowrap; }
.choice { min-width: 7.5em; }
}
`)
