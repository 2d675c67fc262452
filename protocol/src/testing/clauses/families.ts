import type { Family } from '../clause.ts';
import { batches } from './batches.ts';
import { begin } from './begin.ts';
import { checkpoints } from './checkpoints.ts';
import { config } from './config.ts';
import { credit } from './credit.ts';
import { destinationSessions } from './destination-sessions.ts';
import { discover } from './discover.ts';
import { ending } from './ending.ts';
import { framing } from './framing.ts';
import { handshake } from './handshake.ts';
import { incremental } from './incremental.ts';
import { hygiene } from './hygiene.ts';
import { intake } from './intake.ts';
import { loads } from './loads.ts';
import { positions } from './positions.ts';
import { planning } from './plan.ts';
import { publishing } from './publish.ts';
import { crash } from './crash.ts';
import { check } from './check.ts';
import { commits } from './commits.ts';
import { destinationCredit } from './destination-credit.ts';
import { destinationKnobs } from './destination-knobs.ts';
import { sourceKnobs } from './source-knobs.ts';
import { sourceSessions } from './source-sessions.ts';

/** In the order in which they are tried. Hygiene looks at what all the others have seen. */
export const families: readonly Family[] = [
  framing,
  handshake,
  config,
  discover,
  planning,
  batches,
  checkpoints,
  credit,
  sourceSessions,
  sourceKnobs,
  incremental,
  check,
  begin,
  loads,
  destinationCredit,
  commits,
  destinationSessions,
  intake,
  destinationKnobs,
  publishing,
  positions,
  crash,
  ending,
  hygiene,
];
