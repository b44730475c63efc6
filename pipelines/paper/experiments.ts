import { extend, type ExperimentInput, type MethodName } from '@amcl/experiment';
import { amclOf } from '../_base/amcl';
import { barlowTwins } from '../_base/barlow-twins';
import { imagenetMoco, imagenetSimclr } from '../_base/imagenet';
import { moco } from '../_base/moco';
import { simclr } from '../_base/simclr';
import { simsiam } from '../_base/simsiam';
import { stl10 } from '../_base/stl10';
import { tinyImagenet } from '../_base/tiny-imagenet';
import { ablations } from './ablations';

type Recipes = Readonly<Partial<Record<MethodName, ExperimentInput>>>;

const titles: Readonly<Record<MethodName, string>> = {
  simclr: 'SimCLR',
  moco: 'MoCo',
  simsiam: 'SimSiam',
  'barlow-twins': 'Barlow Twins',
};

/** The field's recipes for CIFAR. */
const cifar = { simclr, moco, simsiam, 'barlow-twins': barlowTwins };

/** The columns of the paper's tables, each with its methods. */
const dataSets: readonly { readonly name: string; readonly title: string; readonly recipes: Recipes }[] = [
  { name: 'cifar10', title: 'CIFAR-10', recipes: on({ dataset: { name: 'cifar10' } }) },
  { name: 'cifar100', title: 'CIFAR-100', recipes: on({ dataset: { name: 'cifar100' } }) },
  { name: 'stl10', title: 'STL-10', recipes: on(stl10) },
  { name: 'tiny-imagenet', title: 'Tiny-ImageNet', recipes: on(tinyImagenet) },
  { name: 'imagenet', title: 'ImageNet', recipes: { simclr: imagenetSimclr, moco: imagenetMoco } },
];

/** The recipes for CIFAR with what a data set changes of them. */
function on(changes: ExperimentInput): Recipes {
  return Object.fromEntries(Object.entries(cifar).map(([method, recipe]) => [method, extend(recipe, changes)]));
}

/**
 * Every row of the tables of AMCL's paper (arXiv 2310.05615): `<data set>-<method>` and, with AMCL, `<data set>-<method>-amcl`; then its ablations.
 * Each has its folder here, made by `npm run generate`.
 */
const rows = dataSets.flatMap(({ name, title, recipes }) =>
  (Object.entries(recipes) as [MethodName, ExperimentInput][]).flatMap(([method, recipe]) => [
    [`${name}-${method}`, extend(recipe, { report: { title: `${titles[method]} on ${title}` } })] as const,
    [
      `${name}-${method}-amcl`,
      extend(extend(recipe, amclOf[method]), { report: { title: `${titles[method]} with AMCL on ${title}` } }),
    ] as const,
  ]),
);

const experiments: Readonly<Record<string, ExperimentInput>> = { ...Object.fromEntries(rows), ...ablations };

export default experiments;
