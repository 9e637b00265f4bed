import { sheet } from "./dom.js"

/** What all elements share: the theme (`--notification-…` of the page beats it), rows, buttons. */
export const baseStyle = sheet(`
:host {
    --_text: var(--notification-text, light-dark(#1d2129, #e8eaf0));
    --_muted: var(--notification-muted, light-dark(#565d6b, #a4abba));
    --_surface: var(--notification-surface, light-dark(#fff, #1c1f26));
    --_raised: var(--notification-raised, light-dark(#f3f5f9, #272b34));
    --_border: var(--notification-border, light-dark(#d9dde6, #3a404c));
    --_accent: var(--notification-accent, light-dark(#2456d6, #8fb0ff));
    --_info: var(--notification-info, light-dark(#2456d6, #8fb0ff));
    --_success: var(--notification-success, light-dark(#1a7a45, #5fd08f));
    --_warning: var(--notification-warning, light-dark(#9a5b00, #f0b64d));
    --_error: var(--notification-error, light-dark(#c32532, #ff8d8d));
    --_radius: var(--notification-radius, 10px);
    font: var(--notification-font, 400 max(15px, .9375rem)/1.45 system-ui, sans-serif);
}
:host([hidden]), [hidden] { display: none !important; }
.root { white-space: normal; letter-spacing: normal; word-spacing: normal; text-transform: none; text-indent: 0; text-align: start; }
*, ::before, ::after { box-sizing: border-box; }
p, ul, h2, h3 { margin: 0; padding: 0; font: inherit; }
ul { list-style: none; }
svg { width: 1.25em; height: 1.25em; display: block; fill: none; stroke: currentColor; stroke-width: 1.75; stroke-linecap: round; stroke-linejoin: round; }
button, a { font: inherit; color: inherit; }
button { background: none; border: 0; padding: 0; margin: 0; cursor: pointer; text-align: start; }
:focus-visible { outline: 2px solid var(--_accent); outline-offset: 2px; border-radius: 4px; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.text-button { color: var(--_accent); font-weight: 600; min-height: 24px; padding: 0 .25em; border-radius: 4px; }
.text-button:hover { text-decoration: underline; }
.text-button[aria-disabled=true] { color: var(--_muted); cursor: default; text-decoration: none; }
.item { position: relative; display: flex; gap: .75em; padding: .75em 1em; border-block-end: 1px solid var(--_border); }
.item:hover { background: var(--_raised); }
.item.unread::after { content: ""; flex: none; width: .5em; height: .5em; margin-block-start: .4em; border-radius: 50%; background: var(--_accent); }
.icon { position: relative; flex: none; display: grid; place-items: center; width: 2.25em; height: 2.25em; border-radius: 50%; color: var(--_tone); background: color-mix(in srgb, var(--_tone) 14%, transparent); }
.icon svg + svg { position: absolute; inset-block-end: -3px; inset-inline-end: -4px; width: 1em; height: 1em; border-radius: 50%; background: var(--_surface); stroke-width: 2.25; }
.item { --_tone: var(--_info); }
[data-severity=success] { --_tone: var(--_success); }
[data-severity=warning] { --_tone: var(--_warning); }
[data-severity=error] { --_tone: var(--_error); }
.body { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.title { text-decoration: none; color: var(--_text); }
.unread .title { font-weight: 600; }
.title::after { content: ""; position: absolute; inset: 0; }
.title:focus-visible { outline: 0; }
.title:focus-visible::after { outline: 2px solid var(--_accent); outline-offset: -2px; border-radius: 4px; }
.title, .message, .site { unicode-bidi: plaintext; }
.message { color: var(--_muted); white-space: pre-line; text-align: -webkit-match-parent; text-align: match-parent; }
.meta, .actions { display: flex; flex-wrap: wrap; align-items: center; gap: .25em .625em; color: var(--_muted); font-size: .8125em; }
.meta { margin-block-start: .125em; }
.site { padding: 0 .4em; border: 1px solid var(--_border); border-radius: 1em; color: var(--_text); }
.meta time { position: relative; z-index: 1; }
.actions > * { position: relative; z-index: 1; }
.action { margin-block-start: .375em; padding: .25em .75em; min-height: 24px; border: 1px solid var(--_border); border-radius: 6px; background: var(--_surface); color: var(--_accent); font-weight: 600; text-decoration: none; }
.action:hover { border-color: currentColor; }
@media (forced-colors: active) {
    .item.unread::after { background: CanvasText; forced-color-adjust: none; }
    .icon svg + svg { background: Canvas; }
}
`)
