// The tuner's constants, each with its unit and reason. Ratios are of rates: 0.03 is 3 %.

/** Below this, batches of a megabyte make a window's rate coarse, and change-overs outweigh what is measured. */
export const minWindowSeconds = 0.4;
/** A window of which the budget has left less than this part tells nothing. */
export const leastPart = 0.5;
/** Above this, drift within a window costs more than its noise. */
export const maxWindowSeconds = 2;
/** Where the noise is as expected. */
export const usualWindowSeconds = 0.5;

/** At least; one window has no noise to judge by. */
export const minWindowsEach = 2;
/** More sweeps than this decide nothing that matters. */
export const maxSweeps = 16;

/** No gain smaller than this is worth a change: two runs of the same settings differ by as much. */
export const minMargin = 0.03;
/** Standard errors by which a candidate must be ahead when its round ends. */
export const marginErrors = 1;
/** Standard errors that end a round early, or send a candidate out of it: it is looked at after every sweep. */
export const clearErrors = 2;
/** A first window this much slower than the incumbent's sends a candidate out for good. */
export const cliff = 0.25;
/** Standard deviations of a difference of two windows that the cliff must also exceed. */
export const cliffErrors = 2;

/** One window this much faster than the incumbent's is enough: half as many pairs again, nearly all of it gained. */
export const leap = 0.4;
/** Standard deviations of a difference of two windows that the leap must also exceed. */
export const leapErrors = 4;

/** What a window's noise is taken for before it is known, and how many degrees of freedom this guess weighs. */
export const expectedNoise = 0.05;
export const expectedNoiseWeight = 3;

/** Ties: shares of time in flushes, and throughput per CPU second, that differ by less are equal. */
export const flushTie = 0.05;
export const cpuTie = 0.1;

/** Numbers without candidates of their own are tried at these multiples, and on by the second while it wins. */
export const stepDown = 0.5;
export const stepUp = 1.5;
/** Where the last step was a leap, the next one is longer: the budget pays for few. */
export const leapStep = 2;
/** No step is longer: whoever is at the other end has other clients, too. */
export const maxReach = 6;
/** Of the processors, for the sessions that a step adds: what they load and read may need as much as our own processes. */
export const reachCpuShare = 0.7;
/** Pairs of sessions for a core, where processors or the databases are what limits. */
export const maxPairsPerCore = 2;

/** Rows that a window may move, over what its settings' or the incumbent's rate says. Whoever measures cuts it at the budget's end. */
export const knownRateReserve = 1.25;
export const unknownRateReserve = 2;
/** A window ends with a look at the clock, somewhat after it was due. */
export const lengthReserve = 1.1;

/** A stream slower than this is not thought of when its size alone says that it is too small. */
export const slowBytesPerSecond = 4 * 2 ** 20;
