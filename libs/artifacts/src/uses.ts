import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeAtomic } from './atomic';
import { parseJson } from './parse-json';
import { explainWriteError } from './system-error';

const useSchema = z.object({
  /** When, in UTC: `2026-11-26T01:50:00.000Z`. */
  at: z.iso.datetime(),
  experiment: z.string(),
  stage: z.string(),
  /** Of the experiment's runs; null where it has only one. */
  run: z.string().nullable(),
  /** The stage key. */
  key: z.string(),
});

/** That a run of an experiment finished a work, or took it from the store. */
export type Use = z.infer<typeof useSchema>;

/** The log of uses in a store, from which it is known which works the last runs of an experiment needed. */
export function usesPath(store: string): string {
  return join(store, 'uses.jsonl');
}

/**
 * Adds a line to the log, in one write at its end, so that processes may do it at the same time.
 * @param store root of the store
 * @throws UserError when the disk is full or the folder cannot be written
 */
export async function noteUse(store: string, use: Omit<Use, 'at'>): Promise<void> {
  const line: Use = { at: new Date().toISOString(), ...use };
  try {
    await mkdir(store, { recursive: true });
    await appendFile(usesPath(store), `${JSON.stringify(line)}\n`);
  } catch (error) {
    throw explainWriteError(error, usesPath(store));
  }
}

/** The log of a store, oldest first. Lines that are cut or of something else are passed over. */
export async function readUses(store: string): Promise<Use[]> {
  const text = await readFile(usesPath(store), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => useSchema.safeParse(parseJson(line)).data ?? []);
}

/** Puts a shorter log in the place of the old one. A line that is added meanwhile is lost: call it where nobody does. */
export async function replaceUses(store: string, uses: readonly Use[]): Promise<void> {
  await writeAtomic(usesPath(store), uses.map((use) => `${JSON.stringify(use)}\n`).join(''));
}
