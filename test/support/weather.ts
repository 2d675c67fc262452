import { createRandom } from './random.ts';

/** What a throttled connection is like for a while. */
export type Weather =
  | { readonly kind: 'clear'; readonly milliseconds: number }
  | { readonly kind: 'pause'; readonly milliseconds: number }
  | {
      readonly kind: 'slow';
      readonly milliseconds: number;
      readonly bytesPerSecond: number;
      /** Passed on at a time. */
      readonly pieceBytes: number;
    };

export interface Climate {
  readonly longestPauseMs: number;
  readonly longestClearMs: number;
  readonly longestSlowMs: number;
  readonly slowestBytesPerSecond: number;
  readonly fastestBytesPerSecond: number;
}

/** The same seed gives the same weather, stretch by stretch. */
export function randomWeather(seed: number, climate: Climate): () => Weather {
  const { next: random } = createRandom(seed);
  return () => {
    const kind = random();
    if (kind < 0.15) return { kind: 'pause', milliseconds: 20 + random() * climate.longestPauseMs };
    if (kind < 0.35) return { kind: 'clear', milliseconds: 20 + random() * climate.longestClearMs };
    // Evenly over orders of magnitude.
    const span = Math.log(climate.fastestBytesPerSecond / climate.slowestBytesPerSecond);
    const bytesPerSecond = climate.slowestBytesPerSecond * Math.exp(random() * span);
    const milliseconds = 20 + random() * climate.longestSlowMs;
    // From a few bytes, which cuts every message up, to more than a socket buffer.
    return {
      kind: 'slow',
      milliseconds,
      bytesPerSecond,
      pieceBytes: Math.ceil(bytesPerSecond * 10 ** (-3 + 2 * random())),
    };
  };
}

export function formatWeather(weather: Weather): string {
  const rate = weather.kind === 'slow' ? ` ${(weather.bytesPerSecond / 1e6).toFixed(2)} MB/s` : '';
  return `${weather.kind}${rate} for ${(weather.milliseconds / 1000).toFixed(1)} s`;
}
