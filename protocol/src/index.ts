// The public list of @rapidbyte/connector. What is not named here is internal.
export { ConnectorError } from './error.ts';
export type { CommitState, ConnectorErrorDetails, ErrorCategory, Problem, StreamName } from './error.ts';

// Domain types
export type * from './model/handshake.ts';
export type * from './model/knob.ts';
export type * from './model/stream.ts';
export type * from './model/load.ts';
export type * from './model/session.ts';
export type * from './model/message.ts';

// Arrow
export { extensionMetadataKey, extensionNameKey } from './arrow/schema.ts';
export type { DataType, Field, Schema, TimeUnit } from './arrow/schema.ts';
export { encodeSchema } from './arrow/encode/schema.ts';
export { decodeSchema } from './arrow/decode/schema.ts';
export { sameSchema } from './arrow/same-schema.ts';
export { createBatchEncoder } from './arrow/encode/batch.ts';
export type { BatchEncoder } from './arrow/encode/batch.ts';
export { createBatchDecoder } from './arrow/decode/batch.ts';
export type { BatchDecoder, DecodedBatch, DecodedColumn } from './arrow/decode/batch.ts';

// Wire: the host's end
export { absoluteMaxFrameBytes, defaultMaxFrameBytes, magic, maxVersion, minVersion } from './wire/limits.ts';
export { HostChannel } from './wire/host-channel.ts';
export type { BatchFrame, HostChannelOptions, Received } from './wire/host-channel.ts';
export type { FrameTap } from './wire/frame-tap.ts';
export { ReceivePool } from './wire/receive-pool.ts';
export { handshake } from './wire/handshake.ts';
export type { HandshakeOptions } from './wire/handshake.ts';

// SDK: the connector's end
export type * from './sdk/source.ts';
export type * from './sdk/destination.ts';
export type * from './sdk/environment.ts';
export { serve } from './sdk/serve.ts';
export type { Connector } from './sdk/connector-process.ts';
export { log } from './sdk/log.ts';
export type { Log, LogLevel } from './sdk/log.ts';
