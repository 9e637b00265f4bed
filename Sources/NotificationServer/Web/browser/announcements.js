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

    /** It is there, and is about to be told. */
    expect(newest) {
        if (newest <= this.#last) return
        setTimeout(() => {
            if (newest <= this.#last) return
            this.#last = newest
            this.#missing()
        }, doubtTime)
    }
}
