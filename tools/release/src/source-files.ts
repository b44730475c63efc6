import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

/** The files of a library's `src` that are published. */
export interface SourceFiles {
  /** TypeScript, with its ambient declarations: what the compiler is given. */
  readonly code: readonly string[];
  /** Files that the code opens by their path: scripts, styles, programs. */
  readonly assets: readonly string[];
}

/** Relative to `src`; without tests, what serves only them, and settings of tools. */
export function sourceFiles(src: string): SourceFiles {
  const files = readdirSync(src, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(src, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((file) => !file.endsWith('.spec.ts') && !file.startsWith('testing/') && !file.endsWith('tsconfig.json'))
    .sort();
  const isCode = (file: string) => file.endsWith('.ts');
  return { code: files.filter(isCode), assets: files.filter((file) => !isCode(file)) };
}
