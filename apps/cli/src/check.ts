/** What `amcl doctor` found of one thing. */
export interface Check {
  readonly name: string;
  /** `failed`: experiments will not run; `warning`: they run, but something falls short. */
  readonly state: 'ok' | 'warning' | 'failed';
  /** What was found. */
  readonly found: string;
  /** What to do, where it falls short. */
  readonly fix?: string;
}
