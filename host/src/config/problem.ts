import { PipelineError } from '../connector/error.ts';
import type { PipelineProblem } from '../engine/types.ts';

/** A place in a text file; both count from 1, columns in characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Something wrong in the pipeline file. */
export interface FileProblem {
  /** Stable, lower_snake_case. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Dotted, from the document's root: `source.streams[0].name`; empty for the document itself. */
  readonly path: string;
  /** Absent where the pipeline did not come from a text. */
  readonly place?: Place;
}

/** Every problem of a pipeline file. Thrown before anything is started. */
export class PipelineFileError extends PipelineError {
  /** The file as the user named it; absent where the pipeline was handed over as an object. */
  readonly file: string | undefined;
  readonly problems: readonly FileProblem[];

  constructor(file: string | undefined, problems: readonly FileProblem[]) {
    const [first] = problems;
    const rest = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super({
      side: 'host',
      category: 'config',
      code: first?.code ?? 'invalid_pipeline',
      message: `${file ?? 'pipeline'}: ${first === undefined ? 'invalid' : first.message}${rest}`,
      ...(first?.hint === undefined ? {} : { hint: first.hint }),
      ...(first === undefined || first.path === '' ? {} : { path: first.path }),
    });
    this.name = 'PipelineFileError';
    this.file = file;
    this.problems = problems;
  }

  /** The problems in the form in which `check` reports those that connectors find. */
  toPipelineProblems(): readonly PipelineProblem[] {
    return this.problems.map((problem) => ({
      severity: 'error',
      category: 'config',
      code: problem.code,
      message: problem.message,
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      ...(problem.path === '' ? {} : { path: problem.path }),
      side: 'host',
      retryable: false,
    }));
  }
}
