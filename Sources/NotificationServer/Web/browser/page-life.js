const pollTime = 30_000

/**
 * Tells when to look again and when it may be too late: `woken(isAnew)`, the page is seen again or the network is back
 * (`isAnew`); `offline()`; `hidden()`; `left()`, `returned()`, the page is gone, perhaps to be come back to; `due()`, every
 * half minute while the page is seen. Returns how to stop. Where there is no page, only the clock is left.
 */
export function followPage({ woken, offline, hidden, left, returned, due }) {
    const life = new AbortController()
    const { document } = globalThis
    const on = (target, name, listener) => target?.addEventListener?.(name, listener, life)
    on(globalThis, "online", () => woken(true))
    on(globalThis, "offline", offline)
    on(globalThis, "pagehide", left)
    on(globalThis, "pageshow", ({ persisted }) => persisted && returned())
    on(document, "visibilitychange", () => document.hidden ? hidden() : woken(false))
    const timer = setInterval(() => document?.hidden || due(), pollTime)
    return () => {
        clearInterval(timer)
        life.abort()
    }
}
