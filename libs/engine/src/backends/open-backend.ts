/** What a backend tells of itself once it is tfjs's global one. */
export interface OpenBackend {
  /** The CPU's or GPU's name. */
  device: string;
  threads: number;
  /** Whether it computes on a GPU; null where it is not tensorflow. */
  gpu: boolean | null;
}
