import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The code of a folder, relative to the workspace, without what is installed or linked there. */
export function codeFiles(workspace: string, folder: string): string[] {
  return readdirSync(join(workspace, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const file = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return entry.name === 'node_modules' ? [] : codeFiles(workspace, file);
      return entry.isFile() && /\.[cm]?[jt]s$/.test(entry.name) ? [file] : [];
    })
    .sort();
}

/** A test, or what serves only tests, by its path. */
export function isTest(file: string): boolean {
  return file.endsWith('.spec.ts') || file.includes('/src/testing/');
}
