import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { stages } from './stages';

/** The plugin must not load the stages (they load tensors), so the table says again what each stage declares of itself. */
it.each(stages)('says of $name what the stage says of itself', ({ name, section, reads, usesEngine }) => {
  const source = readFileSync(resolve(__dirname, `../../../apps/${name}/src/${name}.ts`), 'utf8');
  const declared = (field: string) => new RegExp(`^ +${field}: (.*),$`, 'm').exec(source)?.[1];
  expect({ section: declared('section'), reads: declared('reads'), usesEngine: declared('usesEngine') }).toEqual({
    section: `'${section}'`,
    reads: `[${reads.map((stage) => `'${stage}'`).join(', ')}]`,
    usesEngine: String(usesEngine),
  });
});
