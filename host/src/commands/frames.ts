import { Args } from '@oclif/core';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { framesLines } from '../cli/render/frames.ts';
import { readRecord } from '../record/read.ts';

export default class Frames extends BaseCommand {
  static override summary = 'Print a record of what host and connector have said to each other.';
  static override description =
    '`rapidbyte run --record DIR` writes one for each connector process. A line a frame: when, in which direction, ' +
    'message, session, and the fields that matter; batches as their header. A record that is cut off is read to its end.';
  static override examples = ['<%= config.bin %> <%= command.id %> records/20261125T120000-1b2c3d4e-source-1.ndjson'];
  static override args = {
    file: Args.string({ description: 'The record.', required: true }),
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Frames);
    const record = await readRecord(args.file);
    if (flags.json) this.output.resultJson(record);
    else this.output.result(...framesLines(record));
    process.exitCode = exitCodes.done;
  }
}
