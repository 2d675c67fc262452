/**
 * One direction of a link, as arithmetic: bytes leave one after the other at the link's rate, and each arrives a fixed
 * time after it has left. Nothing is counted in ticks, so late timers cost no bandwidth. Times in milliseconds.
 */
export interface Pace {
  readonly bytesPerMs: number;
  /** How long a byte is under way. */
  readonly delayMs: number;
}

/**
 * @param freeAtMs when the last byte before these has left
 * @returns when the last of these has left, from when on the line is free again
 */
export function leavesAt({ bytesPerMs }: Pace, freeAtMs: number, nowMs: number, bytes: number): number {
  return Math.max(freeAtMs, nowMs) + bytes / bytesPerMs;
}

/**
 * What may wait in the link: everything that is under way at full rate, and as much again as the sender's own buffer would
 * hold, so that the line never idles while it has something to send.
 */
export function mostQueuedBytes({ bytesPerMs, delayMs }: Pace, senderBufferBytes: number): number {
  return Math.ceil(bytesPerMs * delayMs) + senderBufferBytes;
}

/** `20:100`: what is added to a round trip, half of it each way, and each direction's rate. */
export interface LinkShape {
  readonly roundTripMs: number;
  readonly megabitsPerSecond: number;
}

/** @throws {Error} saying what is wanted */
export function parseLinkShape(text: string): LinkShape {
  const match = /^(\d+(?:\.\d+)?):(\d+(?:\.\d+)?)$/.exec(text);
  const shape = { roundTripMs: Number(match?.[1]), megabitsPerSecond: Number(match?.[2]) };
  if (match === null || shape.megabitsPerSecond === 0) {
    throw new Error(`"${text}" is no link: it is MILLISECONDS:MBIT, as in 20:100`);
  }
  return shape;
}

/** Which servers' connections go through a link: `20:100` both, `source=20:30` that side's only. */
export interface LinkRoute {
  readonly shape: LinkShape;
  /** Undefined: both. */
  readonly only: 'source' | 'destination' | undefined;
}

/** @throws {Error} saying what is wanted */
export function parseLinkRoute(text: string): LinkRoute {
  const match = /^(source|destination)=(.*)$/.exec(text);
  const only = match?.[1] === 'source' || match?.[1] === 'destination' ? match[1] : undefined;
  return { shape: parseLinkShape(match?.[2] ?? text), only };
}

export function paceOf({ roundTripMs, megabitsPerSecond }: LinkShape): Pace {
  return { bytesPerMs: (megabitsPerSecond * 1e6) / 8 / 1000, delayMs: roundTripMs / 2 };
}
