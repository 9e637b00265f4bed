#pragma once

#include <libpq-fe.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>

/// A counter to poll beside a socket: non-blocking, closed on exec. -1 and errno when there is none to be had.
static inline int wake_up_descriptor(void) {
    return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
}

/// Names the calling thread, in at most 15 bytes. `prctl` is variadic, which Swift cannot call.
static inline void name_thread(const char *name) {
    prctl(PR_SET_NAME, name, 0, 0, 0);
}
