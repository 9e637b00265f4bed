const doubtTime = 5000

/** Which notifications have been announced as new: each once, however it became known. */
export class Announcements {
    #announce
    #missing
    #last = 0

    /** `announce(notification)`; `missing()`: one that should have been told by now was not. */
    constructor(announce, missing) {
        this.#announce = announce
        this.#missing = missing
    }

    /** Everything up to there is nothing new. */
    begin(newest) {
        this.#last = newest
    }

    add(notification) {
        if (notification.id <= this.#last) return
        this.#last = notification.id
        this.#announce(notification)
    }

    /**
     * Looks at a list, which is new to who was not told: the first one is where it begins; while everything is told at
     * once, what is in a later one is about to be, and else it is announced now, after the list has been taken.
     */
    look(notifications, isLater, isTold) {
        const newest = notifications[0]?.id ?? 0
        const fresh = notifications.filter(item => !item.is_read).reverse()
        if (!isLater) this.begin(newest)
        else if (isTold) this.#expect(newest)
        else queueMicrotask(() => fresh.forEach(item => this.add(item)))
    }

    #expect(newest) {
        if (newest <= this.#last) return
        setTimeout(() => {
            if (newest <= this.#last) return
            this.#last = newest
            this.#missing()
        }, doubtTime)
    }
}
