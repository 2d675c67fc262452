import type { v1 } from '../../gen/messages.js';
import type { Identity, Welcome } from '../../model/handshake.ts';
import { roles } from '../enums.ts';
import { knob } from './knob.ts';

export function identity(value: Identity): v1.Identity.$Properties {
  return { name: value.name, version: value.version, vendor: value.vendor ?? null };
}

export function limits(maxFrameBytes: number): v1.Limits.$Properties {
  return { maxFrameBytes };
}

export function welcome(value: Welcome): v1.Welcome.$Properties {
  return {
    version: value.version,
    connector: identity(value.connector),
    roles: value.roles.map((role) => roles.number(role)),
    capabilities: [...value.capabilities],
    knobs: value.knobs.map(knob),
    limits: limits(value.maxFrameBytes),
    maxOpenUnits: value.maxOpenUnits,
  };
}
