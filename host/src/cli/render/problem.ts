import type { FileProblem, Place } from '../../config/problem.ts';
import type { PipelineProblem, RunError } from '../../engine/types.ts';
import type { Line } from '../output.ts';

/** Finds keys in the pipeline file, so that a problem can say where it is. */
export interface PipelineFile {
  readonly file: string;
  locate(path: string): Place | undefined;
}

/** What is wrong, where, and how to mend it. */
export function problemLines(problem: RunError | PipelineProblem, pipeline?: PipelineFile): readonly Line[] {
  const warning = 'severity' in problem && problem.severity === 'warning';
  const place = problem.path === undefined ? undefined : pipeline?.locate(problem.path);
  return [
    headline(warning ? 'warning' : 'error', problem.message, problem.code),
    ...(problem.path === undefined ? [] : [where(pipeline?.file, problem.path, place)]),
    ...blame(problem),
    ...(problem.hint === undefined ? [] : [detail('hint', problem.hint)]),
    ...stderrTail(problem),
  ];
}

export function fileProblemLines(problem: FileProblem, file: string | undefined): readonly Line[] {
  return [
    headline('error', problem.message, problem.code),
    where(file, problem.path, problem.place),
    ...(problem.hint === undefined ? [] : [detail('hint', problem.hint)]),
  ];
}

/** A mistake on the command line. */
export function usageLines(message: string, hint: string): readonly Line[] {
  return [headline('error', message, 'usage'), detail('hint', hint)];
}

export function headline(kind: 'error' | 'warning', message: string, code: string): Line {
  const style = kind === 'error' ? 'red' : 'yellow';
  return [
    { text: `${kind}: `, style },
    { text: message, style: 'bold' },
    { text: ` (${code})`, style: 'dim' },
  ];
}

function where(file: string | undefined, path: string, place: Place | undefined): Line {
  const position = place === undefined ? '' : `:${place.line}:${place.column}`;
  if (file === undefined) return detail('at', path);
  return detail('at', `${file}${position}${path === '' ? '' : `  ${path}`}`);
}

function blame(problem: RunError): readonly Line[] {
  const lines: Line[] = [];
  if (problem.side !== 'host') {
    lines.push(detail('from', problem.connector === undefined ? problem.side : `${problem.side} ${problem.connector}`));
  }
  const subject = [problem.stream, problem.column === undefined ? undefined : `column ${problem.column}`];
  const named = subject.filter((part) => part !== undefined);
  if (named.length > 0) lines.push(detail('in', named.join(', ')));
  return lines;
}

function stderrTail(problem: RunError): readonly Line[] {
  const text = problem.stderrTail?.trimEnd();
  if (text === undefined || text === '') return [];
  const lines = text.split('\n').map((line): Line => [{ text: `    ${line}`, style: 'dim' }]);
  return [detail('its last words', ''), ...lines];
}

const detail = (label: string, text: string): Line => [{ text: `  ${label}: `, style: 'dim' }, text];
