import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { readPipelineName } from '../config/pipeline-name.ts';
import { exportState } from '../state/document.ts';
import { requireStateToRead } from '../state/open.ts';

export default class StateExport extends BaseCommand {
  static override summary = 'Print what is remembered of a pipeline as one JSON document, for another machine.';
  static override description =
    'It holds the runs and the positions, and not the events of the runs. A pipeline goes on without it as well: the ' +
    'positions that count are at the destination.';
  static override examples = ['<%= config.bin %> state export pipeline.yaml > shop.state.json'];
  static override args = { pipeline: pipelineArgument };
  static override flags = { state: stateFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StateExport);
    const { pipeline, baseDirectory } = readPipelineName(args.pipeline);
    const state = requireStateToRead({ flag: flags.state, directory: baseDirectory });
    const document = exportState(state, pipeline);
    state.close();
    this.output.resultJson(document);
    process.exitCode = exitCodes.done;
  }
}
