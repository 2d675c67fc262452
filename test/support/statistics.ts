/** Of an even number, the mean of the two in the middle; NaN of nothing. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const upper = sorted[Math.floor(middle)] ?? Number.NaN;
  return Number.isInteger(middle) ? ((sorted[middle - 1] ?? Number.NaN) + upper) / 2 : upper;
}

export interface Sample {
  readonly seconds: number;
  readonly value: number;
}

/**
 * How much a value grows a second: the median of the slopes of all pairs of samples (Theil–Sen), which outliers on one
 * side (a burst of buffers) do not move, unless they are a third of all.
 */
export function trendPerSecond(samples: readonly Sample[]): number {
  const slopes: number[] = [];
  for (const [index, first] of samples.entries()) {
    for (const second of samples.slice(index + 1)) {
      slopes.push((second.value - first.value) / (second.seconds - first.seconds));
    }
  }
  return median(slopes);
}
