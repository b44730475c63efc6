import { posix } from 'node:path';
import { experimentFiles } from '@amcl/experiment/files';
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
  const known = experimentFiles({
    exists: (file) => tree.exists(file),
    foldersIn: (folder) => tree.children(folder).filter((child) => !tree.isFile(`${folder}/${child}`)),
  });
  const [taken] = known.get(name) ?? [];
  if (taken !== undefined) throw new Error(`Expected the name of a new experiment but ${taken} is there already`);
  const [base] = known.get(from) ?? [];
  if (base === undefined)
    throw new Error(`Expected --from to be one of ${[...known.keys()].join(', ')} but received ${from}`);
  tree.write(`pipelines/${name}/experiment.ts`, source(name, from, base));
}

/** @param file of the experiment that it extends */
function source(name: string, from: string, file: string): string {
  return `import { extend } from '@amcl/experiment';
import base from '${posix.relative(`pipelines/${name}`, file).replace(/\.ts$/, '')}';

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
