import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'] as const;

/** What to do where {@link findChromium} finds none. */
export const NO_CHROMIUM =
  'no Chromium on the PATH or in CHROMIUM_PATH: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH';

/**
 * The program of the system's Chromium: `CHROMIUM_PATH`, or the first of `chromium`, `chromium-browser` and `google-chrome` on
 * the `PATH`; null where there is none.
 * @throws when `CHROMIUM_PATH` names no program
 */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | null {
  const named = environment.CHROMIUM_PATH;
  if (named !== undefined && named !== '') {
    if (!isProgram(named))
      throw new Error(
        `Expected a program that can be run in CHROMIUM_PATH but received ${named}. Correct or unset it.`,
      );
    return named;
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const places = NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find(isProgram) ?? null;
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
