import type { Role, Welcome } from '../model/handshake.ts';
import type { Knob } from '../model/knob.ts';
import type { HostMessage } from '../model/message.ts';
import { versionUnsupported } from '../wire/handshake.ts';
import { maxVersion, minVersion } from '../wire/limits.ts';
import type { Connector } from './connector-process.ts';

/**
 * The answer to Hello: the newest version that both sides speak, and what the connector says of itself.
 * @throws ConnectorError version_unsupported
 */
export function welcomeTo(hello: HostMessage & { type: 'hello' }, { source, destination }: Connector): Welcome {
  const version = Math.min(hello.maxVersion, maxVersion);
  if (version < Math.max(hello.minVersion, minVersion)) {
    throw versionUnsupported({ min: hello.minVersion, max: hello.maxVersion }, { min: minVersion, max: maxVersion });
  }
  const parts = [source, destination].filter((part) => part !== undefined);
  const [first] = parts;
  if (first === undefined) throw new TypeError('serve needs a source or a destination');
  const roles: Role[] = [];
  if (source) roles.push('source');
  if (destination) roles.push('destination');
  const capabilities = new Set(parts.flatMap((part) => part.capabilities ?? []));
  if (source?.plan) capabilities.add('plan');
  if (destination?.forgetPosition) capabilities.add('forget_position');
  const knobs = new Map<string, Knob>(parts.flatMap((part) => part.knobs ?? []).map((knob) => [knob.name, knob]));
  return {
    version,
    connector: first.identity,
    roles,
    capabilities: [...capabilities],
    knobs: [...knobs.values()],
    // A frame is never put together but for its body, which is the author's to bound: what the host takes will do.
    maxFrameBytes: hello.maxFrameBytes,
    maxOpenUnits: Math.min(...parts.map((part) => part.maxOpenUnits ?? 1)),
  };
}
