/** First bytes of a connector's stdout, so that a stray print is told apart from a frame; the idea is PNG's signature. */
export const magic: Uint8Array = Uint8Array.of(0x89, 0x52, 0x42, 0x50, 0x0d, 0x0a, 0x1a, 0x0a);

/** The versions of the protocol that this package speaks. */
export const minVersion = 1;
export const maxVersion = 1;

/** Bytes of the length in front of each message. */
export const lengthPrefixBytes = 4;

/** Limit of a message where nothing else was agreed: sixteen batches of the size that is fastest (1 to 4 MB). */
export const defaultMaxFrameBytes = 64 * 1024 * 1024;

/** No agreement goes above this: 32-bit Arrow offsets and one allocation per batch stay well within reach. */
export const absoluteMaxFrameBytes = 1024 * 1024 * 1024;

/** No agreement goes below this: an error message or a schema must always fit. */
export const absoluteMinFrameBytes = 64 * 1024;

/**
 * Fields of one message, those of messages within it included: an empty one takes two bytes of the frame, and a hundred times as
 * many once it is decoded. Two thousand streams of two hundred columns stay below.
 */
export const maxMessageFields = 2 * 1024 * 1024;

/** A peer's announced limit as both sides use it; 0 stands for the default. */
export function frameLimit(announcedBytes: number): number {
  if (announcedBytes === 0) return defaultMaxFrameBytes;
  return Math.min(Math.max(announcedBytes, absoluteMinFrameBytes), absoluteMaxFrameBytes);
}
