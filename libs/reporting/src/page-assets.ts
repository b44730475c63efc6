import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The script's files in the order in which they are joined. */
const SCRIPT = [
  'stops.js',
  'read-lines.js',
  'read-bands.js',
  'read-cells.js',
  'read-points.js',
  'legend.js',
  'tooltip.js',
  'plot.js',
  'main.js',
] as const;

/** What a page has beside its content. */
export interface PageAssets {
  readonly style: string;
  readonly script: string;
  /** `sha256-...` of the script, by which the page's policy lets it run. */
  readonly scriptHash: string;
}

/** Style and script of every page, as they lie in `client/`, without comments and indentation. */
export function pageAssets(): PageAssets {
  const read = (name: string): string => lean(readFileSync(join(__dirname, 'client', name), 'utf8'));
  const script = `(() => {\n'use strict';\n${SCRIPT.map(read).join('')}})();`;
  const scriptHash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
  return { style: read('style.css'), script, scriptHash };
}

/** Without comments, which are JSDoc or whole lines, and without indentation. */
function lean(source: string): string {
  return source
    .replace(/\/\*\*[^]*?\*\/[ \n]?/g, '')
    .replace(/^\s*\/\/.*\n/gm, '')
    .replace(/^\s+/gm, '');
}
