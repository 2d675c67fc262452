import type { Problem, StreamName } from '@rapidbyte/connector';
import { closest } from '../config/closest.ts';
import { quoteStreamName } from '../config/stream-name.ts';
import type { StreamSelection } from '../config/types.ts';
import { exactName, matchesPattern } from './stream-pattern.ts';

/** A stream that the run moves, and the entry of the pipeline that has chosen it. */
export interface SelectedStream {
  readonly name: StreamName;
  readonly selection: StreamSelection;
}

export type SelectionProblem = Problem & { readonly selectionPath: string };

/**
 * Which streams the entries choose. An exact name goes before every wildcard, wherever it stands; of two wildcards the
 * first in the file counts. `known` is null where no entry needs the list of all streams.
 */
export function selectStreams(
  selections: readonly StreamSelection[],
  known: readonly StreamName[] | null,
): { readonly streams: readonly SelectedStream[]; readonly problems: readonly SelectionProblem[] } {
  const chosen = new Map<string, SelectedStream>();
  const problems: SelectionProblem[] = [];
  for (const selection of selections) {
    const name = exactName(selection.pattern);
    if (name === null) continue;
    const key = quoteStreamName(name);
    const earlier = chosen.get(key);
    if (earlier === undefined) chosen.set(key, { name, selection });
    else problems.push(chosenTwice(selection, earlier.selection));
  }
  for (const selection of selections) {
    if (exactName(selection.pattern) !== null) continue;
    const matched = (known ?? []).filter(
      (name) =>
        matchesPattern(selection.pattern, name) && !selection.exclude.some((pattern) => matchesPattern(pattern, name)),
    );
    if (matched.length === 0) problems.push(nothingMatches(selection, known ?? []));
    for (const name of matched) {
      const key = quoteStreamName(name);
      if (!chosen.has(key)) chosen.set(key, { name, selection });
    }
  }
  return { streams: [...chosen.values()], problems };
}

function chosenTwice(selection: StreamSelection, earlier: StreamSelection): SelectionProblem {
  return {
    severity: 'error',
    category: 'config',
    code: 'stream_chosen_twice',
    message: `The stream ${selection.pattern.text} is already chosen by ${earlier.path}`,
    hint: 'Remove one of the two entries.',
    selectionPath: selection.path,
  };
}

function nothingMatches(selection: StreamSelection, known: readonly StreamName[]): SelectionProblem {
  return {
    severity: 'error',
    category: 'config',
    code: 'no_stream_matches',
    message: `No stream of the source matches ${selection.pattern.text}${selection.exclude.length > 0 ? ', or all that do are excluded' : ''}`,
    hint:
      known.length === 0
        ? 'The source has no stream that this user may read.'
        : `It has: ${known.slice(0, 10).map(quoteStreamName).join(', ')}${known.length > 10 ? ', …' : ''}. \`rapidbyte discover\` lists all.`,
    selectionPath: selection.path,
  };
}

/** A stream that was named and that the source does not have; `known` helps with the hint. */
export function unknownStream({ name, selection }: SelectedStream, known: readonly StreamName[]): SelectionProblem {
  const suggestion = closest(quoteStreamName(name), known.map(quoteStreamName)) ?? sameName(name, known);
  return {
    severity: 'error',
    category: 'config',
    code: 'unknown_stream',
    message: `The source has no stream ${quoteStreamName(name)}, or this user may not see it`,
    hint:
      suggestion === undefined ? '`rapidbyte discover` lists the streams of the source.' : `Is ${suggestion} meant?`,
    stream: name,
    selectionPath: selection.path,
  };
}

/** `orders` for `public.orders`. */
function sameName(name: StreamName, known: readonly StreamName[]): string | undefined {
  const found = known.find((other) => other.name === name.name);
  return found && quoteStreamName(found);
}
