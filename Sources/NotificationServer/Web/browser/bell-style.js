import { sheet } from "./dom.js"

export const badgeStyle = sheet(`
:host { display: inline-block; }
.badge { display: inline-block; min-width: 1.67em; padding: 0 .4em; border-radius: .84em; background: var(--notification-badge, #c32532); color: var(--notification-badge-text, #fff); font-size: .75em; font-weight: 700; line-height: 1.67; text-align: center; font-variant-numeric: tabular-nums; }
@media (forced-colors: active) { .badge { outline: 1px solid; } }
`)

export const bellStyle = sheet(`
:host { position: relative; }
.bell { position: relative; display: grid; place-items: center; width: 2.75em; height: 2.75em; border-radius: 50%; }
.bell:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
.bell svg { width: 1.5em; height: 1.5em; }
.bell .badge { position: absolute; inset-block-start: .17em; inset-inline-end: 0; }
@keyframes pulse { 40% { transform: scale(1.35); } }
@media (prefers-reduced-motion: no-preference) { .pulse { animation: pulse .5s ease-in-out 2; } }
.panel { position: fixed; inset: auto; margin: 0; padding: 0; overflow: hidden; border: 1px solid var(--_border); border-radius: var(--_radius); background: var(--_surface); color: var(--_text); box-shadow: 0 12px 32px rgb(0 0 0 / .22); }
.panel:popover-open { display: flex; flex-direction: column; }
.panel:focus { outline: 0; }
.head { display: flex; align-items: center; gap: .75em; padding: .625em 1em; border-block-end: 1px solid var(--_border); }
.head .text-button { flex-shrink: 999; text-align: end; }
.head h2 { flex: 1 1 auto; min-width: 0; overflow-wrap: anywhere; hyphens: auto; font-size: 1.0625em; font-weight: 700; }
.close { flex: none; display: grid; place-items: center; width: 1.75em; height: 1.75em; margin-inline-end: -.5em; color: var(--_muted); border-radius: 6px; }
.close:hover { background: var(--_raised); }
.scroll { flex: 1; min-height: 0; max-height: 30em; overflow-y: auto; overscroll-behavior: contain; }
.status, .undo { padding: .5em 1em; background: var(--_raised); border-block-end: 1px solid var(--_border); font-size: .875em; }
.undo { display: flex; align-items: center; justify-content: space-between; gap: 1em; }
.empty { padding: 2.5em 1.5em; text-align: center; color: var(--_muted); }
.empty svg { width: 2.25em; height: 2.25em; margin: 0 auto .5em; }
.empty strong { display: block; color: var(--_text); }
.message { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden; }
.foot { padding: .625em 1em; border-block-start: 1px solid var(--_border); text-align: center; }
.foot a { color: var(--_accent); font-weight: 600; text-decoration: none; }
.foot a:hover { text-decoration: underline; }
.item:last-child { border-block-end: 0; }
`)
