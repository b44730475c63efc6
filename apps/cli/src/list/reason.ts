/** Why an output is not what a run of its stage would give now. */
export interface Reason {
  /** In a few words: `code changed`. */
  readonly what: string;
  /** Each thing that changed: a setting, a file, a package. */
  readonly details: readonly string[];
}

/** How many details one line has. */
const FEW = 3;

/** On one line: `code changed: libs/losses/src/nt-xent.ts, ... and 2 more`. */
export function describeReason({ what, details }: Reason, most = FEW): string {
  const shown = details.slice(0, most).join(', ');
  const more = details.length > most ? ` and ${details.length - most} more` : '';
  return details.length === 0 ? what : `${what}: ${shown}${more}`;
}
