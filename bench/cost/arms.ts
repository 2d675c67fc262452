/** What a run starts from: an empty target, one with the rows as they were before the change, one that stands at the first row. */
export type Start = 'empty' | 'before' | 'position';

export const starts: readonly Start[] = ['empty', 'before', 'position'];

export interface CostArm {
  readonly name: string;
  readonly start: Start;
  readonly writeMode: 'append' | 'replace' | 'upsert';
  readonly isIncremental: boolean;
  readonly resources?: object;
  /** Of the destination's config, beside where it is. */
  readonly destination?: object;
}

const once = {
  checkpoint_interval_bytes: '1tb',
  checkpoint_interval_rows: 1e9,
  checkpoint_interval_seconds: 86_400,
};

export const plain = 'plain load, its key built';
export const upsert = 'upsert, half of the rows changed';
export const uncommitted = 'from a position, one commit';
export const committed = 'from a position, default checkpoints';

export const arms: readonly CostArm[] = [
  { name: plain, start: 'empty', writeMode: 'replace', isIncremental: false },
  { name: upsert, start: 'before', writeMode: 'upsert', isIncremental: false },
  {
    name: `${upsert}, merged in place`,
    start: 'before',
    writeMode: 'upsert',
    isIncremental: false,
    destination: { upsert_method: 'merge' },
  },
  { name: `${plain} (A/A)`, start: 'empty', writeMode: 'replace', isIncremental: false },
  { name: uncommitted, start: 'position', writeMode: 'append', isIncremental: true, resources: once },
  { name: committed, start: 'position', writeMode: 'append', isIncremental: true },
  {
    name: 'from a position, a commit every 100,000 rows',
    start: 'position',
    writeMode: 'append',
    isIncremental: true,
    resources: { checkpoint_interval_rows: 100_000 },
  },
  { name: `${uncommitted} (A/A)`, start: 'position', writeMode: 'append', isIncremental: true, resources: once },
];
