import type { Manifest } from '../../workspace-package';

/** What is said of a new library. */
export interface Library {
  readonly name: string;
  readonly layer: string;
  readonly description: string;
}

/** Its package.json. The scope of a library is its name, so that it can go to another team by a line of the owners. */
export function libraryManifest({ name, layer, description }: Library): Manifest {
  const manifest = {
    name: `@amcl/${name}`,
    version: '0.0.0',
    private: true,
    description,
    license: 'Apache-2.0',
    exports: { '.': './src/index.ts', './package.json': './package.json' },
    main: './src/index.ts',
    types: './src/index.ts',
    nx: { tags: [`scope:${name}`, `type:${layer}`] },
  };
  return manifest;
}

/** Its files, relative to its folder: one function with its documentation and its test, to be replaced by what it is for. */
export function libraryFiles(library: Library): Record<string, string> {
  const { name, layer, description } = library;
  return {
    'package.json': `${JSON.stringify(libraryManifest(library), null, 2)}\n`,
    'README.md': `# @amcl/${name}

${description}.

Owner: \`scope:${name}\`, layer \`type:${layer}\`.

\`\`\`ts
import { mean } from '@amcl/${name}';

mean([1, 2, 6]); // 3
\`\`\`

Tested against values worked out by hand: \`npx vitest run libs/${name}\`.
`,
    'src/index.ts': `export { mean } from './mean';\n`,
    'src/mean.ts': `/**
 * The mean of numbers.
 *
 * @param values one or more
 * @throws RangeError when there is none
 *
 * @example
 * mean([1, 2, 6]); // 3
 */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Expected one or more values but received none');
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
`,
    'src/mean.spec.ts': `import { describe, expect, it } from 'vitest';
import { mean } from './mean';

describe('mean', () => {
  it('is the sum over the number of values', () => {
    expect(mean([1, 2, 6])).toBe(3);
  });

  it('refuses to be of nothing', () => {
    expect(() => mean([])).toThrow('Expected one or more values');
  });
});
`,
  };
}
