import { sheet } from "./dom.js"

export const listStyle = sheet(`
.root { display: grid; gap: 1em; align-content: start; min-height: 24em; }
fieldset { display: flex; flex-wrap: wrap; min-width: 0; margin: 0; padding: 0; border: 0; }
.filters { display: grid; gap: .75em; padding: .875em 1em; border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); }
.first { display: flex; flex-wrap: wrap; align-items: center; gap: .625em 1.25em; }
.segments { flex-wrap: nowrap; border: 1px solid var(--_border); border-radius: 8px; overflow: clip; }
.segments label { flex: 1 1 auto; }
.segments input, .pills input { position: absolute; opacity: 0; width: 1px; height: 1px; }
.segments label, .pills label { position: relative; cursor: pointer; }
.segments span, .pills span { display: flex; align-items: center; min-height: 36px; padding: 0 .75em; }
.segments label + label span { border-inline-start: 1px solid var(--_border); }
.segments :checked + span { background: var(--_accent); color: var(--_surface); }
.pills { gap: .375em; }
.pills span { gap: .375em; padding: 0 .75em; border: 1px solid var(--_border); border-radius: 1.125em; }
.pills svg { color: var(--_tone); }
.pills :checked + span { border-color: var(--_tone); background: color-mix(in srgb, var(--_tone) 14%, transparent); box-shadow: inset 0 0 0 1px var(--_tone); }
.segments :focus-visible + span, .pills :focus-visible + span { outline: 2px solid var(--_accent); outline-offset: 2px; }
.segments:has(:focus-visible) { overflow: visible; }
.clear { margin-inline-start: auto; }
.toggle { min-height: 36px; padding: 0 .875em; border: 1px solid var(--_border); border-radius: 8px; }
.more { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(9.5em, 100%), 1fr)); gap: .75em; }
.field { position: relative; display: grid; align-content: start; gap: .125em; min-width: 0; }
.field > label, .label { color: var(--_muted); font-size: .8125em; }
select, input[type=date], .picker { width: 100%; min-height: 40px; padding: 0 .625em; border: 1px solid color-mix(in srgb, var(--_muted) 70%, var(--_surface)); border-radius: 8px; background: var(--_surface); color: var(--_text); font: inherit; }
select { padding-inline: .5em .25em; }
.picker { position: relative; padding-inline: .75em 1.75em; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.picker::after { content: ""; position: absolute; inset-block-start: calc(50% - .35em); inset-inline-end: .75em; width: .4em; height: .4em; border: solid currentColor; border-width: 0 2px 2px 0; transform: rotate(45deg); }
.types { position: absolute; z-index: 3; inset-block-start: calc(100% + .25em); inset-inline-start: 0; width: max(100%, 17em); max-height: 22em; overflow-y: auto; padding: .25em .875em .75em; border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); box-shadow: 0 12px 32px rgb(0 0 0 / .22); }
.types fieldset { display: block; }
.types legend { padding: .625em 0 .125em; color: var(--_muted); font-size: .8125em; font-weight: 600; }
.types label { display: flex; align-items: center; gap: .5em; min-height: 32px; cursor: pointer; }
.types input { flex: none; width: 1.125em; height: 1.125em; margin: 0; accent-color: var(--_accent); }
.head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25em 1em; }
.count { font-size: 1.0625em; font-weight: 700; font-variant-numeric: tabular-nums; }
.count:focus-visible { outline-offset: 4px; }
.status { position: sticky; z-index: 2; inset-block-start: .5em; margin-block-start: .5em; border: 1px solid var(--_border); padding: .5em 1em; border-radius: var(--_radius); background: var(--_raised); font-size: .875em; }
.status a { color: var(--_accent); font-weight: 600; }
.results { min-width: 0; }
.results[aria-busy=true] .days { opacity: .6; }
.day h3 { margin: 1em 0 .375em; color: var(--_muted); font-size: .875em; font-weight: 600; }
.day ul { border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); overflow: clip; }
.item:last-child { border-block-end: 0; }
.actions { gap: .25em .75em; margin-block-start: .375em; }
.action { margin-block-start: 0; }
.row-button { min-height: 28px; padding: 0 .25em; border-radius: 4px; color: var(--_muted); font-weight: 500; }
.row-button:first-child { margin-inline-start: -.25em; }
.row-button:hover { color: var(--_text); text-decoration: underline; }
.results .empty { margin-block-start: 1em; }
.paging { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: 1em; }
.step { min-height: 44px; padding: 0 1em; border: 1px solid var(--_border); border-radius: 8px; background: var(--_surface); font-weight: 600; }
.step:hover { border-color: currentColor; }
.step[aria-disabled=true] { color: var(--_muted); border-style: dashed; cursor: default; font-weight: 400; }
.step[data-name=older] { margin-inline-start: auto; }
.undo { position: sticky; z-index: 2; inset-block-end: 1em; display: flex; align-items: center; justify-content: space-between; gap: 1em; width: fit-content; max-width: 100%; margin: 0 auto; padding: .5em 1em; border: 1px solid var(--_border); border-radius: 8px; background: var(--_raised); box-shadow: 0 6px 24px rgb(0 0 0 / .18); }
.undo .text-button { min-width: 44px; min-height: 44px; }
@media (prefers-reduced-motion: no-preference) { .days { transition: opacity .15s; } }
@media (forced-colors: active) {
.segments :checked + span, .pills :checked + span { outline: 2px solid Highlight; outline-offset: -3px; }
}
@container (min-width: 720px) {
.toggle { display: none; }
}
@container (min-width: 832px) {
.body { display: grid; grid-template-columns: 1fr auto; column-gap: 1.5em; align-content: start; }
.body > * { grid-column: 1; justify-self: start; }
.item:not(.unread) { padding-inline-end: 2.25em; }
.title { text-align: match-parent; }
.actions { grid-column: 2; grid-row: 1 / span 3; align-self: center; flex-wrap: nowrap; margin: 0; }
}
@container (max-width: 719.99px) {
.first:has(.toggle[aria-expanded=false]) + .more { display: none; }
.types { position: static; width: 100%; box-shadow: none; }
}
`)
