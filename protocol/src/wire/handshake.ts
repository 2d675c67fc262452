import { ConnectorError } from '../error.ts';
import type { Identity, Welcome } from '../model/handshake.ts';
import type { HostChannel } from './host-channel.ts';
import { frameLimit, maxVersion, minVersion } from './limits.ts';
import { protocolError } from './malformed.ts';

export interface HandshakeOptions {
  readonly host: Identity;
  /** What this host can take, 0 for the default; both sides then use the smaller of the two. */
  readonly maxFrameBytes: number;
  /** Abilities of the host and, for a destination, those of the source that it will hear. */
  readonly capabilities?: readonly string[];
  /** The versions that the host speaks; those of this package if not said. */
  readonly minVersion?: number;
  readonly maxVersion?: number;
}

/**
 * The host's side: Hello out, Welcome in; sets the channel's limit to what was agreed. Has no deadline of its own.
 * @throws ConnectorError version_unsupported, unexpected_message, unexpected_eof, what the channel throws, or the
 * connector's own Error
 */
export async function handshake(channel: HostChannel, options: HandshakeOptions): Promise<Welcome> {
  const lowest = options.minVersion ?? minVersion;
  const highest = options.maxVersion ?? maxVersion;
  const hello = channel.send({
    type: 'hello',
    minVersion: lowest,
    maxVersion: highest,
    host: options.host,
    maxFrameBytes: options.maxFrameBytes,
    capabilities: options.capabilities ?? [],
  });
  // A connector that is no connector may close its input at once; what it said on its output tells more.
  hello.catch(() => {});
  const received = await channel.receive();
  if (received === null) {
    throw protocolError('unexpected_eof', 'the connector ended its output before Welcome');
  }
  if (received.kind === 'batch') throw unexpected('a batch');
  const { message } = received;
  if (message.type === 'error') throw new ConnectorError(message.error);
  if (message.type !== 'welcome') throw unexpected(message.type);
  if (message.version < lowest || message.version > highest) {
    throw versionUnsupported({ min: lowest, max: highest }, { min: message.version, max: message.version });
  }
  await hello;
  channel.maxFrameBytes = Math.min(frameLimit(options.maxFrameBytes), message.maxFrameBytes);
  const { type: _, ...welcome } = message;
  return welcome;
}

interface VersionRange {
  readonly min: number;
  readonly max: number;
}

export function versionUnsupported(host: VersionRange, connector: VersionRange): ConnectorError {
  return protocolError(
    'version_unsupported',
    `the host speaks version ${range(host)} of the protocol, the connector ${range(connector)}`,
    host.max < connector.min ? 'update the host' : 'update the connector',
  );
}

function range({ min, max }: VersionRange): string {
  return min === max ? String(min) : `${min} to ${max}`;
}

function unexpected(what: string): ConnectorError {
  return protocolError('unexpected_message', `the connector's first message has to be welcome, it was ${what}`);
}
