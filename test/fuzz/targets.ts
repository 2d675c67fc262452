import type { FuzzTarget } from './target.ts';
import { arrowBatches, arrowSchemas } from './targets/arrow.ts';
import { frames } from './targets/frames.ts';
import { connectorMessages, hostMessages } from './targets/messages.ts';
import { pipelineFiles } from './targets/pipeline-file.ts';
import { positions } from './targets/positions.ts';
import { recordFiles } from './targets/record-file.ts';
import { stateDocuments } from './targets/state-document.ts';

/** Everything that reads what someone else has written. */
export const targets: readonly FuzzTarget[] = [
  frames,
  connectorMessages,
  hostMessages,
  arrowSchemas,
  arrowBatches,
  pipelineFiles,
  stateDocuments,
  recordFiles,
  positions,
];
