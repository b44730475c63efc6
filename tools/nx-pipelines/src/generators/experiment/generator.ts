import type { Tree } from '@nx/devkit';
import { explainName } from '../../experiment-name';

/** Options of `nx g experiment <name> --from <base>`. */
export interface ExperimentOptions {
  name: string;
  from: string;
}

/**
 * Writes `pipelines/<name>/experiment.ts`, which extends the experiment `from` and changes its seed.
 *
 * @throws Error when the name is no good or taken, or when there is no experiment to extend
 */
export default function experimentGenerator(tree: Tree, { name, from }: ExperimentOptions): void {
  const problem = explainName(name);
  if (problem !== null) throw new Error(problem);
  const file = (experiment: string) => `pipelines/${experiment}/experiment.ts`;
  if (tree.exists(file(name)))
    throw new Error(`Expected the name of a new experiment but ${file(name)} is there already`);
  const known = tree.children('pipelines').filter((child) => !child.startsWith('_') && tree.exists(file(child)));
  if (!known.includes(from)) {
    throw new Error(`Expected --from to be one of ${known.sort().join(', ')} but received ${from}`);
  }
  tree.write(file(name), source(name, from));
}

function source(name: string, from: string): string {
  return `import { extend } from '@amcl/experiment';
import base from '../${from}/experiment';

/**
 * ${from} with changes. The editor completes every setting; after \`npx nx run ${name}:resolve\` all of them stand in
 * .amcl/out/${name}/resolve/, defaults spelled out.
 */
export default extend(base, {
  seed: 2,
  // pretrain: {
  //   epochs: 100,
  //   method: { temperature: 0.1 },
  //   optimizer: { lr: 0.03 },
  // },
  report: { title: '${name}' },
});
`;
}
