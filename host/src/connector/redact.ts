/** Shorter secrets are masked only where they stand alone: masking every `a` would destroy the text, and give the secret away. */
const minFreeLength = 4;
/** Lines of a secret of several lines (a PEM key) are masked on their own from this length on. */
const minLineLength = 8;

/** Masks secrets in everything that leaves the host. Invariant 8. */
export class Redactor {
  readonly #needles: readonly string[];
  readonly #pattern: RegExp | null;

  constructor(secrets: readonly string[]) {
    const needles = new Set<string>();
    for (const secret of secrets) {
      for (const part of [secret, ...lines(secret)]) for (const form of writtenForms(part)) needles.add(form);
    }
    needles.delete('');
    // Longest first: a needle that contains another one is masked as a whole.
    this.#needles = [...needles].sort((a, b) => b.length - a.length);
    const source = this.#needles.map((needle) =>
      needle.length < minFreeLength ? `(?<![\\p{L}\\p{N}])${escape(needle)}(?![\\p{L}\\p{N}])` : escape(needle),
    );
    this.#pattern = source.length === 0 ? null : new RegExp(source.join('|'), 'gu');
  }

  text(text: string): string {
    return this.#pattern === null ? text : text.replace(this.#pattern, '***');
  }

  /** For a text that has been cut off: the beginning of a secret at its end is masked too. */
  cutText(text: string): string {
    const masked = this.text(text);
    for (const needle of this.#needles) {
      for (let length = Math.min(needle.length - 1, masked.length); length >= minFreeLength; length--) {
        if (masked.endsWith(needle.slice(0, length))) return `${masked.slice(0, -length)}***`;
      }
    }
    return masked;
  }

  /** A copy with every string masked, but for the values of identifying keys: a stream does not change its name. */
  deep<T>(value: T): T {
    return this.#pattern === null ? value : (this.#value(value) as T);
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (Array.isArray(value)) return value.map((entry) => this.#value(entry));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, entry]) => [key, identifying.has(key) ? entry : this.#value(entry)]),
    );
  }
}

/** Keys whose values are never free text of a connector. */
const identifying = new Set([
  'type',
  'timestamp',
  'startedAt',
  'pipeline',
  'runId',
  'loadId',
  'side',
  'status',
  'state',
  'severity',
  'category',
  'stream',
  'name',
  'namespace',
  'quotedName',
  'column',
  'code',
  'path',
  'knob',
  'connector',
  'signal',
  'columns',
  'primaryKey',
  'guarantee',
  'provenance',
]);

function lines(secret: string): string[] {
  return secret.split(/\r?\n/).filter((line) => line.length >= minLineLength && line !== secret);
}

/** The ways in which a secret gets written into URLs and JSON. */
function writtenForms(secret: string): string[] {
  const component = encodeURIComponent(secret.toWellFormed());
  const strict = component.replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  const lowerCase = strict.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  const json = JSON.stringify(secret).slice(1, -1);
  return [secret, component, strict, lowerCase, encodeURI(secret.toWellFormed()), json];
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
