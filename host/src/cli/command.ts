import { Command, Flags } from '@oclif/core';
import { PipelineError } from '../connector/error.ts';
import { PipelineFileError } from '../config/problem.ts';
import { PipelineProblems } from '../connector/problems.ts';
import type { RunEvent } from '../engine/run-event.ts';
import type { RunError } from '../engine/types.ts';
import { exitCodeOfError, exitCodeOfRun, exitCodes } from './exit-code.ts';
import { Output } from './output.ts';
import { logLines } from './render/log.ts';
import { fileProblemLines, headline, problemLines, type PipelineFile, usageLines } from './render/problem.ts';

/** What every command shares: its two flags, its output, and how it fails. */
export abstract class BaseCommand extends Command {
  static override baseFlags = {
    json: Flags.boolean({ summary: 'Print one JSON document on standard output, and nothing else there.' }),
    debug: Flags.boolean({ summary: 'Show every log line of the connectors, and errors with their stack.' }),
  };

  protected readonly output = new Output(process.stdout, process.stderr);
  /** Set once it is loaded, so that errors can say where they are. */
  protected pipeline: PipelineFile | undefined;

  /** Even what nobody has caught goes out through `output`, masked; connectors are killed as the process exits. */
  protected override async init(): Promise<void> {
    await super.init();
    process.on('uncaughtException', (error) => process.exit(this.#fail(error)));
  }

  /** Shows what `run` has thrown, and sets the exit code. Nothing is thrown on. */
  protected override catch(error: Error): Promise<void> {
    process.exitCode = this.#fail(error);
    return Promise.resolve();
  }

  #fail(error: Error): number {
    const errors = describe(error);
    if (this.hasFlag('--json')) this.output.resultJson({ status: 'failed', errors });
    if (error instanceof PipelineFileError) {
      for (const problem of error.problems) this.output.note(...fileProblemLines(problem, error.file));
      return exitCodes.usage;
    }
    if (error instanceof PipelineError) {
      this.output.note(...problemLines(error.toRunError(), this.pipeline));
      this.#stack(error);
      return exitCodeOfError(error);
    }
    if (error instanceof PipelineProblems) {
      const problems = error.toRunErrors();
      for (const problem of problems) this.output.note(...problemLines(problem, this.pipeline));
      return exitCodeOfRun({ status: 'failed', errors: problems });
    }
    if (isUsageError(error)) {
      const message = error.message.replace(/\nSee more help with --help$/, '').replaceAll('\n', ' ');
      this.output.note(
        ...usageLines(message, `rapidbyte ${this.id?.replaceAll(':', ' ') ?? ''} --help shows how it is used`),
      );
      return exitCodes.usage;
    }
    this.output.note(headline('error', error.message, 'unexpected'));
    if (!this.#stack(error) && !('syscall' in error)) {
      this.output.note(['  hint: this is a defect of rapidbyte; --debug shows where']);
    }
    return exitCodes.failed;
  }

  #stack(error: Error): boolean {
    if (!this.hasFlag('--debug') && process.env['DEBUG'] === undefined) return false;
    for (const line of (error.stack ?? '').split('\n')) this.output.note([{ text: line, style: 'dim' }]);
    return true;
  }

  /** For commands without progress: the connectors' warnings and errors, with `--debug` every line. */
  protected showLogs(debug: boolean): (event: RunEvent) => void {
    return (event) => {
      if (event.type === 'connector_log') this.output.note(...logLines(event, debug));
    };
  }

  /** Works before the flags are parsed, and where they can't be. */
  protected hasFlag(flag: string): boolean {
    const end = this.argv.indexOf('--');
    return (end === -1 ? this.argv : this.argv.slice(0, end)).includes(flag);
  }
}

/** oclif's parser says so with its own exit code. */
function isUsageError(error: Error): boolean {
  return 'oclif' in error && (error.oclif as { exit?: number } | undefined)?.exit === 2;
}

function describe(error: Error): readonly Partial<RunError>[] {
  if (error instanceof PipelineFileError) {
    return error.problems.map((problem) => ({ ...problem, category: 'config', side: 'host', file: error.file }));
  }
  if (error instanceof PipelineError) return [error.toRunError()];
  if (error instanceof PipelineProblems) return error.toRunErrors();
  const usage = isUsageError(error);
  return [
    {
      category: usage ? 'config' : 'internal',
      code: usage ? 'usage' : 'unexpected',
      message: error.message,
      side: 'host',
    },
  ];
}
