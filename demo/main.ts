/** `npm run demo`: see `demo.ts`. `--keep` leaves the servers running until Ctrl-C. */
import { parseArgs } from 'node:util';
import { runDemo } from './demo.ts';

const { values } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });

process.exitCode = await runDemo({ keep: values.keep });
