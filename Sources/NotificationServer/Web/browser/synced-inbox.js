import { InboxState } from "./inbox-state.js"

/** What is known of an inbox, kept right while answers are on their way: they may be from before what came meanwhile. */
export class SyncedInbox {
    state = new InboxState()
    #send
    #changed
    #journal = []
    #asking = 0

    /** `send(path)`: the JSON that is answered; `changed()`. */
    constructor(send, changed) {
        this.#send = send
        this.#changed = changed
    }

    forget() {
        this.state = new InboxState()
        this.#journal = []
    }

    /** Takes what was told or done. */
    take(change) {
        if (this.#asking) this.#journal.push(change)
        this.state.take(change)
        this.#changed()
    }

    /** Asks for something, takes the change that it makes, and again what came in the meantime. */
    async ask(path, change) {
        const from = this.#journal.length
        this.#asking += 1
        try {
            const answer = await this.#send(path)
            for (const known of [change(answer), ...this.#journal.slice(from)]) this.state.take(known)
            this.#changed()
            return answer
        } finally {
            this.#asking -= 1
            if (!this.#asking) this.#journal = []
        }
    }
}
