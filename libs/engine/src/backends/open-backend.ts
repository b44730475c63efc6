/** What a backend tells of itself once it is tfjs's global one. */
export interface OpenBackend {
  /** The CPU's or GPU's name. */
  device: string;
  threads: number;
  /** What falls short of what was asked for, and the remedy. */
  warning: string | null;
}
