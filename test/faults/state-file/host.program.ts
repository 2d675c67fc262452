// A host of its own, to be killed. Its only parameter is a file that says what it runs; it tells what happens line by line.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runPipeline } from '../../../host/src/index.ts';
import type { HostOrder, HostReport } from './host.ts';
import { watchState } from './journal.ts';

const { document, stateFile, fault, takeOver } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as HostOrder;
const tell = (report: HostReport): void => void process.stdout.write(`${JSON.stringify(report)}\n`);
using state = watchState(stateFile, {
  ...(fault === undefined ? {} : { fault }),
  onCall: (call) => tell({ call }),
  onFault: () => tell({ fired: true }),
});
const result = await runPipeline(document, {
  baseDirectory: join(import.meta.dirname, '../../..'),
  journal: state.journal,
  takeOver,
  onEvent: (event) => {
    if (event.type === 'connector_spawned') tell({ spawned: event.pid });
  },
});
tell({ result });
