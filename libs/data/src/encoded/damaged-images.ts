import { UserError } from '@amcl/artifacts';

/** How many are named, each in a line of its own. */
const NAMED = 10;

/** The images of a source that could not be read or decoded. */
export class DamagedImages {
  /** By the names of their files. */
  readonly names: string[] = [];
  private readonly lines: string[] = [];

  /** @param path of the file, for the message */
  note(name: string, path: string, error: unknown): void {
    this.names.push(name);
    if (this.lines.length < NAMED) this.lines.push(`  ${path}: ${reasonOf(error)}`);
  }

  /** All of it as one error. @param looked images that were looked at, in all */
  toError(looked: number): UserError {
    return new UserError(
      `${this.describe(looked)}\nRepair or remove ${this.names.length === 1 ? 'it' : 'them'}, or set dataset.onDamaged 'skip' to leave such images out. No output was written.`,
    );
  }

  /** A few lines: how many, and the first ten by name. */
  describe(looked: number): string {
    const count = this.names.length;
    const more = count > this.lines.length ? [`  and ${count - this.lines.length} more`] : [];
    return [`${count} of ${looked} images cannot be decoded:`, ...this.lines, ...more].join('\n');
  }
}

function reasonOf(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = line.replace(/^The image cannot be decoded: /, '');
  // libvips has one text of errors for all its threads, which another may have taken.
  return reason === 'Unknown error' ? 'it is truncated or damaged' : reason;
}
