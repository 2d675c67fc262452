/**
 * The credit of one session, between source, host and destination. All figures are bytes of batches, cumulative since
 * the session's begin, so that nothing can drift.
 *
 * Invariant 5: the source may have sent at most what the destination has granted, and at most `budgetBytes` more than
 * has left the host again; one batch may take it beyond.
 */
export class Credit {
  readonly #budgetBytes: number;
  #grantedByDestination = 0;
  #grantedToSource = 0;
  #received = 0;
  #handedOn = 0;

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  /** What the source may still send; it may send a batch while this is above zero. */
  get sourceBalance(): number {
    return this.#grantedToSource - this.#received;
  }

  /** What the destination was given less than it has asked for. */
  get destinationBalance(): number {
    return this.#grantedByDestination - this.#handedOn;
  }

  granted(bytes: number): void {
    this.#grantedByDestination += bytes;
  }

  /** False if the source had no credit for it. */
  received(bytes: number): boolean {
    const allowed = this.sourceBalance > 0;
    this.#received += bytes;
    return allowed;
  }

  handedOn(bytes: number): void {
    this.#handedOn += bytes;
  }

  /** What the source is to be granted now; it counts as granted from here on. */
  takeGrant(): number {
    const limit = Math.min(this.#grantedByDestination, this.#handedOn + this.#budgetBytes);
    const grant = Math.max(0, limit - this.#grantedToSource);
    this.#grantedToSource += grant;
    return grant;
  }
}
