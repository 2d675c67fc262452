/** [from, to) of whole numbers; `to` is Infinity where it is open. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** Sorted, without empty ones, those that touch or overlap as one. */
export function merge(intervals: readonly Interval[]): Interval[] {
  const merged: Interval[] = [];
  for (const next of intervals.filter(({ from, to }) => from < to).toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1);
    if (last !== undefined && next.from <= last.to) {
      merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, next.to) };
    } else {
      merged.push(next);
    }
  }
  return merged;
}

/** What `taken` leaves of `whole`, in order. */
export function subtract(whole: Interval, taken: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let { from } = whole;
  for (const gone of merge(taken)) {
    if (gone.to <= from) continue;
    if (gone.from >= whole.to) break;
    if (gone.from > from) left.push({ from, to: gone.from });
    from = gone.to;
  }
  if (from < whole.to) left.push({ from, to: whole.to });
  return left;
}

/** The same, cut wherever a point lies inside. */
export function splitAt(intervals: readonly Interval[], points: readonly number[]): Interval[] {
  const sorted = [...new Set(points)].toSorted((a, b) => a - b);
  return intervals.flatMap(({ from, to }) => {
    const ends = [...sorted.filter((point) => point > from && point < to), to];
    return ends.map((end, index) => ({ from: index === 0 ? from : (ends[index - 1] ?? from), to: end }));
  });
}

export function contains(outer: Interval, inner: Interval): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}
