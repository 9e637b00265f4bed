const longestPause = 30_000
const answerTime = 3000

/**
 * What is told live, by one socket for all tabs of this browser that show the same inbox: the tab that holds the lock has
 * it and passes on what it hears. `name` tells one inbox (server, account, user) from another.
 */
export class LiveLink {
    #options
    #stop = new AbortController()
    #channel
    #socket = null
    #isLeader = false
    #isLive = false
    #token = null
    #pauses = 0
    #timer
    #wait

    /**
     * - `address`: of the socket; `token(stale)`; `after()`: the newest id known;
     * - `take(message)`: what the server told; `fromTab(data)`: what another tab did;
     * - `status(isLive, isNew)`: whether it is live, and whether something may have been missed;
     * - `failed()`: no socket could be opened.
     */
    constructor(options) {
        this.#options = options
        const { signal } = this.#stop
        if (globalThis.BroadcastChannel) {
            this.#channel = new BroadcastChannel(options.name)
            this.#channel.onmessage = ({ data }) => this.#fromChannel(data)
        }
        if (this.#channel && navigator.locks) {
            this.ask()
            navigator.locks.request(options.name, { signal }, () => this.#lead()).catch(() => {})
        } else {
            this.#lead()
        }
    }

    stop() {
        this.#stop.abort()
        clearTimeout(this.#timer)
        clearTimeout(this.#wait)
        this.#drop()
        this.#channel?.close()
    }

    /** Tells the other tabs. */
    toTabs(data) {
        if (!this.#stop.signal.aborted) this.#channel?.postMessage({ fromTab: data })
    }

    /** Makes sure that what was live still is: `isAnew`, the network is another. */
    ask(isAnew) {
        if (!this.#isLeader) {
            this.#channel?.postMessage({ asked: true })
            clearTimeout(this.#wait)
            this.#wait = setTimeout(() => this.#tell(false), answerTime)
        } else if (isAnew || !this.#socket) {
            // A socket of the old network may be dead without knowing.
            this.#drop()
            this.#open()
        }
    }

    #lead() {
        if (this.#stop.signal.aborted) return undefined
        clearTimeout(this.#wait)
        this.#isLeader = true
        this.#open()
        return new Promise(resolve => this.#stop.signal.addEventListener("abort", resolve))
    }

    async #open() {
        clearTimeout(this.#timer)
        if (this.#socket || this.#stop.signal.aborted) return
        let socket
        try {
            this.#token = await this.#options.token()
            if (!this.#token || this.#socket || this.#stop.signal.aborted) return
            const after = this.#options.after()
            const address = this.#options.address + (after ? `?after=${after}` : "")
            socket = this.#socket = new WebSocket(address, ["notify.v1", `bearer.${this.#token}`])
        } catch {
            this.#pause()
            return
        }
        let wasOpen = false
        socket.onmessage = ({ data }) => {
            const message = JSON.parse(data)
            if (!wasOpen) {
                wasOpen = true
                this.#pauses = 0
                this.#tell(true)
                this.#channel?.postMessage({ isLive: true })
            }
            this.#options.take(message)
            this.#channel?.postMessage({ message })
        }
        socket.onclose = ({ code }) => this.#closed(code, wasOpen)
    }

    #drop() {
        const socket = this.#socket
        if (!socket) return
        this.#socket = socket.onmessage = socket.onclose = null
        // Closed before it is open, it would complain on the console.
        if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close()
        else socket.close()
    }

    async #closed(code, wasOpen) {
        this.#socket = null
        if (this.#stop.signal.aborted) return
        this.#tell(false)
        this.#channel?.postMessage({ isLive: false })
        if (code === 4401 || code === 4403) await this.#options.token(this.#token).catch(() => {})
        // A refused upgrade says nothing; what REST answers does.
        else if (!wasOpen) this.#options.failed()
        this.#pause()
    }

    #pause() {
        clearTimeout(this.#timer)
        if (this.#stop.signal.aborted) return
        const pause = Math.min(longestPause, 500 * 2 ** this.#pauses++)
        this.#timer = setTimeout(() => this.#open(), pause * (0.5 + Math.random() / 2))
    }

    #fromChannel({ asked, isLive, isAnswer, message, fromTab }) {
        if (fromTab) this.#options.fromTab(fromTab)
        else if (this.#isLeader) asked && this.#channel.postMessage({ isLive: this.#isLive, isAnswer: true })
        else if (message) this.#options.take(message)
        else if (!asked) this.#tell(isLive, !isAnswer)
    }

    #tell(isLive, isNew = isLive) {
        clearTimeout(this.#wait)
        this.#isLive = isLive
        this.#options.status(isLive, isNew)
    }
}
