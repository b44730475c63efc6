import { create, setting } from '../changes';
import type { Row } from '../row';

/** Changes of the experiment, and of what stands beside it. */
export const settingRows: readonly Row[] = [
  {
    change: 'a comment in the experiment',
    expected: '·····',
    why: 'it resolves to the same settings',
    apply: [setting('  seed: 1,', '  // The first.\n  seed: 1,')],
  },
  {
    change: 'defaults spelled out, keys in another order',
    expected: '·····',
    why: 'it resolves to the same settings',
    apply: [
      setting(
        'dataset: { limit: { train: 80, test: 40 } }',
        "dataset: { limit: { test: 40, train: 80 }, source: 'npm', name: 'cifar10' }",
      ),
      setting('batchSize: 32,\n    epochs: 1', "epochs: 1,\n    precision: 'float32',\n    batchSize: 32"),
    ],
  },
  {
    change: 'section dataset',
    expected: '●●●●●',
    why: 'other images, on which everything rests',
    apply: [setting('train: 80', 'train: 90')],
  },
  {
    change: 'section augmentation',
    expected: '·●●●●',
    why: 'other views; the images are the same',
    apply: [setting('contactSheet: {', 'colorJitter: { strength: 1 }, contactSheet: {')],
  },
  {
    change: 'section pretrain',
    expected: '··●●●',
    why: 'another training, and another encoder for what comes after',
    apply: [setting('autotune: false', 'autotune: false, optimizer: { lr: 0.1 }')],
  },
  {
    change: 'section pretrain, to the same numbers',
    expected: '··●·●',
    why: 'its section is another, its manifest is equal; the report shows all settings',
    apply: [setting('autotune: false', 'autotune: false, checkpoint: { everySteps: 150 }')],
  },
  {
    change: 'section linearProbe',
    expected: '···●●',
    why: 'another probe of the same encoder',
    apply: [setting('batchSize: 40', 'batchSize: 20')],
  },
  {
    change: 'section report',
    expected: '····●',
    why: 'another heading of the same results',
    apply: [setting("'Tiny'", "'Small'")],
  },
  {
    change: 'the seed',
    expected: '●●●●●',
    why: 'it draws the images of a limited data set, the views, the first weights',
    apply: [setting('seed: 1', 'seed: 2')],
  },
  {
    change: 'the same seed by AMCL_SEED',
    expected: '·····',
    why: 'it resolves to the same settings',
    variables: () => ({ AMCL_SEED: '1' }),
  },
  {
    change: 'another experiment',
    expected: '·····',
    why: 'it is another project',
    apply: [
      create(
        'pipelines/another/experiment.ts',
        "import { defineExperiment } from '@amcl/experiment';\n\nexport default defineExperiment({ seed: 3 });\n",
      ),
    ],
  },
  {
    change: 'back to the first settings',
    expected: '·····',
    why: 'Nx has the outputs of each state that it ran',
    before: [setting('seed: 1', 'seed: 4')],
  },
];
