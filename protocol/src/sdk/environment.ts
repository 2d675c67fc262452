/** What the host tells a connector process beside its config. */
export interface Environment {
  /** The pipeline's name; destinations keep their state under it. */
  readonly pipeline: string;
  /** What this process may use; 0 means not limited. */
  readonly memoryLimitBytes: number;
  /** Capabilities that the host has named, such as those of the other side. */
  readonly capabilities: readonly string[];
}
