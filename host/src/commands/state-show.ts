import { pipelineArgument } from '../cli/arguments.ts';
import { BaseCommand } from '../cli/command.ts';
import { exitCodes } from '../cli/exit-code.ts';
import { positionLines } from '../cli/render/positions.ts';
import { stateFlag } from '../cli/state-flag.ts';
import { readPipelineName } from '../config/pipeline-name.ts';
import { openStateToRead } from '../state/open.ts';
import { positionsOf } from '../state/positions.ts';

export default class StateShow extends BaseCommand {
  static override summary = 'Show where the incremental streams of a pipeline stand, as far as this host remembers.';
  static override description =
    'The positions that count are at the destination: a run asks for them, and where they differ it says so and ' +
    'takes the destination’s. Positions are opaque; their bytes are shown in hexadecimal.';
  static override examples = ['<%= config.bin %> state show pipeline.yaml'];
  static override args = { pipeline: pipelineArgument };
  static override flags = { state: stateFlag };

  async run(): Promise<void> {
    const { args, flags } = await this.parse(StateShow);
    const { pipeline, baseDirectory } = readPipelineName(args.pipeline);
    const state = openStateToRead({ flag: flags.state, directory: baseDirectory });
    const positions = state === null ? [] : positionsOf(state, pipeline);
    state?.close();
    if (flags.json) this.output.resultJson({ pipeline, positions });
    else this.output.result(...positionLines(pipeline, positions));
    process.exitCode = exitCodes.done;
  }
}
