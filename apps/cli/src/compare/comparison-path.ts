import { join } from 'node:path';
import { sha256 } from '@amcl/artifacts';
import { runPaths } from '@amcl/stage';

/** Letters of a file's name before its ending; file systems take 255 bytes. */
const LONGEST = 120;
const DIGITS = 8;

/** Where the page of a comparison lies: named after the experiments, or after the first of many and a digest of all. */
export function comparisonPath(workspace: string, experiments: readonly string[]): string {
  const whole = experiments.join('+');
  const short = `${whole.slice(0, LONGEST - DIGITS - 1)}-${sha256(whole).slice(0, DIGITS)}`;
  return join(runPaths(workspace).comparisons, `${whole.length > LONGEST ? short : whole}.html`);
}
