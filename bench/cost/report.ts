import { median } from '../../test/support/statistics.ts';
import { table } from '../report/markdown.ts';
import { committed, plain, uncommitted, upsert } from './arms.ts';

/** Seconds of each round, by arm. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

export interface CostReport {
  readonly date: string;
  readonly commandLine: string;
  readonly facts: readonly string[];
  readonly rounds: Rounds;
}

interface CostGoal {
  readonly text: string;
  readonly arm: string;
  readonly against: string;
  readonly most: number;
}

const goals: readonly CostGoal[] = [
  { text: 'upsert: at most 3 times the plain load', arm: upsert, against: plain, most: 3 },
  { text: 'checkpoints: at most 5 % more than one commit', arm: committed, against: uncommitted, most: 1.05 },
];

export function formatReport({ date, commandLine, facts, rounds }: CostReport): string {
  const judged = goals.map(({ text, arm, against, most }) => {
    const ratio = timeRatio(rounds, arm, against);
    return [text, ratio.toFixed(3), ratio <= most ? 'reached' : '**missed**'];
  });
  const arms = [...rounds].map(([name, seconds]) => [
    name,
    median(seconds).toFixed(3),
    ...seconds.map((one) => one.toFixed(3)),
  ]);
  const count = Math.max(0, ...[...rounds.values()].map((seconds) => seconds.length));
  return [
    `# What upsert and checkpoints cost, ${date}`,
    '',
    `Written by \`${commandLine}\`; not edited.`,
    '',
    ...facts.map((fact) => `- ${fact}`),
    '',
    '## Goals',
    '',
    'The median, over the rounds, of one arm’s time ÷ the other’s in the same round.',
    '',
    ...table(['goal', 'ratio', ''], judged),
    '',
    '## Every run',
    '',
    'Seconds from command to exit. After each run both tables were the same.',
    '',
    ...table(['arm', 'median', ...Array.from({ length: count }, (_, index) => `round ${index + 1}`)], arms),
    '',
  ].join('\n');
}

/** Of the rounds that both took part in. */
export function timeRatio(rounds: Rounds, arm: string, against: string): number {
  const others = rounds.get(against) ?? [];
  return median(
    (rounds.get(arm) ?? []).flatMap((seconds, round) => (others[round] === undefined ? [] : [seconds / others[round]])),
  );
}
