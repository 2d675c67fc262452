import type { v1 } from '../../gen/messages.js';
import type { Identity, Role, Welcome } from '../../model/handshake.ts';
import { roles } from '../enums.ts';
import { frameLimit } from '../limits.ts';
import { malformed } from '../malformed.ts';
import { count, optional, required } from './fields.ts';
import { knob } from './knob.ts';

export function identity(value: v1.Identity.$Properties | null | undefined, where: string): Identity {
  const { name, version, vendor } = required(value, where);
  return { name: name ?? '', version: version ?? '', ...optional('vendor', vendor) };
}

export function limits(value: v1.Limits.$Properties | null | undefined, where: string): number {
  return frameLimit(count(value?.maxFrameBytes, `${where}.max_frame_bytes`));
}

export function welcome(value: v1.Welcome.$Properties): Welcome {
  // A role that this version does not know (a transform) is an offer that nobody here takes up, not an error.
  const known = (value.roles ?? []).filter((role) => roles.has(role));
  const named: Role[] = known.map((role) => roles.word(role, 'welcome.roles'));
  if (named.length === 0) throw malformed('welcome.roles', 'neither source nor destination');
  return {
    version: value.version ?? 0,
    connector: identity(value.connector, 'welcome.connector'),
    roles: named,
    capabilities: [...(value.capabilities ?? [])],
    knobs: (value.knobs ?? []).map((each, index) => knob(each, `welcome.knobs[${index}]`)),
    maxFrameBytes: limits(value.limits, 'welcome.limits'),
    maxOpenUnits: Math.max(1, value.maxOpenUnits ?? 0),
  };
}
