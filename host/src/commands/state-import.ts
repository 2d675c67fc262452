import { Args, Flags } from '@oclif/core';
import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { importLines } from '../cli/render/positions.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { readPipelineName } from '../config/pipeline-name.ts';
import { importState } from '../state/document.ts';
import { readDocument } from '../state/document-file.ts';
import { requireState } from '../state/open.ts';

export default class StateImport extends BaseCommand {
  static override summary = 'Add what `state export` has printed to what is remembered of a pipeline.';
  static override description =
    'Runs that are known stay as they are; of two positions of a stream the one that was saved later is kept. What the ' +
    'destination says counts all the same.';
  static override examples = ['<%= config.bin %> state import pipeline.yaml shop.state.json'];
  static override args = {
    pipeline: pipelineArgument,
    document: Args.string({ description: 'The file that holds the document.', required: true }),
  };
  static override flags = {
    'any-pipeline': Flags.boolean({ summary: 'Take the document of a pipeline of another name as this one’s.' }),
    state: stateFlag,
  };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StateImport);
    const { pipeline, baseDirectory } = readPipelineName(args.pipeline);
    const text = readDocument(args.document);
    const state = requireState({ flag: flags.state, directory: baseDirectory });
    const result = importState(state, pipeline, text, { anyPipeline: flags['any-pipeline'] });
    state.close();
    if (flags.json) this.output.resultJson(result);
    else this.output.result(...importLines(result));
    process.exitCode = exitCodes.done;
  }
}
