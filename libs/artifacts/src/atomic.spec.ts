import fs, { mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { writeAtomicFrom } from './atomic';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'atomic-'))));

const parts = (...texts: readonly string[]): Readable =>
  Readable.from(
    (function* () {
      for (const text of texts) {
        if (text === 'throw') throw new Error('torn');
        yield Buffer.from(text);
      }
    })(),
  );

describe('writeAtomicFrom', () => {
  it('writes the parts in their order, with the mode asked for', async () => {
    await writeAtomicFrom(join(folder, 'file'), parts('one ', 'two ', 'three'), 0o444);
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('one two three');
    expect(statSync(join(folder, 'file')).mode & 0o777).toBe(0o444);
    expect(readdirSync(folder)).toEqual(['file']);
  });

  it.each([['at once', ['throw']] as const, ['midway', ['one', 'throw']] as const])(
    'leaves nothing of parts that throw %s, however slow the disk is to open a file',
    async (_when, texts) => {
      const { open } = fs;
      const slow = vi.spyOn(fs, 'open').mockImplementation((...of: Parameters<typeof open>) => {
        void setTimeout(50).then(() => open(...of));
      });
      await expect(writeAtomicFrom(join(folder, 'file'), parts(...texts))).rejects.toThrow('torn');
      await setTimeout(100);
      slow.mockRestore();
      expect(readdirSync(folder)).toEqual([]);
    },
  );
});
