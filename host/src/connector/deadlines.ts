// How long a connector may be silent before it is given up, in milliseconds. Every frame counts as a sign of life,
// Stats of session 0 included: a request that takes long is fine as long as the process says that it is there.
// Together with the last rungs of the ladder each stays below the 10 s in which a faulty run has to end.

/** From spawn to Welcome: a JVM starts in two seconds. */
export const handshakeTimeoutMs = 6000;
/** Spec and Configure reach nothing outside the process. */
export const localRequestTimeoutMs = 6000;
/** Requests that reach a system. The connector has timeouts of its own for that; this is for one that hangs. */
export const requestTimeoutMs = 5000;
/** In a session: Stats come at least every two seconds, so two of them are missing, and overdue. */
export const sessionSilenceMs = 5000;
/** Dropping an unfinished load's leftovers must not hold up the end of a failed run; the next Begin does it again. */
export const forgetTimeoutMs = 3000;
/** How long a failure waits for the process's exit status and last words, which explain it. */
export const explanationDelayMs = 1000;
