import { createRequire } from 'node:module';
import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';

interface Constraint {
  readonly sourceTag?: string;
}

type Rules = Readonly<Record<string, readonly [string, { depConstraints?: readonly Constraint[] }] | undefined>>;

/** The rule of lint whose constraints are the layers. */
const RULE = '@nx/enforce-module-boundaries';

/**
 * The layers of packages, from the ground up, as eslint.config.mjs lists them: the one table of them that there is.
 *
 * @throws UserError where that has no constraints of `type:` tags
 */
export function readLayers(workspace: string): string[] {
  // Not by import(), which Nx compiles to a require() of its own where it runs a generator.
  const require = createRequire(join(workspace, 'package.json'));
  const { default: configs } = require('./eslint.config.mjs') as { default: readonly { rules?: Rules }[] };
  const constraints = configs.flatMap(({ rules }) => rules?.[RULE]?.[1].depConstraints ?? []);
  const tags = constraints.flatMap(({ sourceTag }) => (sourceTag?.startsWith('type:') ? [sourceTag.slice(5)] : []));
  const layers = [...new Set(tags)].filter((layer) => layer !== 'experiment'); // of pipelines, which are no packages
  if (layers.length === 0) throw new UserError(`Expected constraints of type: tags for ${RULE} in eslint.config.mjs`);
  return layers;
}
