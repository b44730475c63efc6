import { append, create, edit } from '../changes';
import type { Row } from '../row';

const INFO_NCE = 'libs/losses/src/info-nce.ts';
const HUE = 'libs/augmentation/src/hue.ts';

/** Changes of the repository's own code. */
export const codeRows: readonly Row[] = [
  {
    change: 'a loss in use, other numbers',
    expected: '··●●●',
    why: 'the training computes with it; what comes after reads another encoder',
    apply: [edit(INFO_NCE, 'loss: tf.mean<tf.Scalar>(perAnchor)', 'loss: tf.sum<tf.Scalar>(perAnchor)')],
  },
  {
    change: 'the same loss, rewritten to the same numbers',
    // linear-probe makes its networks by `createMethod`, which imports the losses.
    expected: '··●●·',
    why: 'pretrain and linear-probe import it; both give equal manifests, which stop the rerun',
    apply: [edit(INFO_NCE, 'const batch = z0.shape[0] ?? 0;', 'const [batch = 0] = z0.shape;')],
  },
  {
    change: 'the loss of another method, other numbers',
    expected: '··○○·',
    why: 'imported by another method than that of this experiment: its programs start, and it is no code of their works',
    apply: [edit('libs/losses/src/barlow-twins.ts', 'const EPSILON = 1e-5;', 'const EPSILON = 1e-4;')],
  },
  {
    change: 'a new loss that nobody takes',
    expected: '·····',
    why: 'a name that is added to an index is no matter of a program that takes other names',
    apply: [
      create('libs/losses/src/half.ts', 'export const half = (loss: number): number => loss / 2;\n'),
      append('libs/losses/src/index.ts', "export { half } from './half';\n"),
    ],
  },
  {
    change: 'an augmentation kernel, other numbers',
    expected: '·●●●●',
    why: 'contact sheets, views of the training and pairs of the probe are made with it',
    apply: [edit(HUE, 'const turn = SECTORS * factor;', 'const turn = SECTORS * factor * 0.9;')],
  },
  {
    change: 'a type annotation in an augmentation kernel',
    expected: '·○○○·',
    why: 'the file is another, the code without types is not',
    apply: [edit(HUE, 'const turn = SECTORS * factor;', 'const turn: number = SECTORS * factor;')],
  },
  {
    change: 'a file of types',
    expected: '·····',
    why: 'no program loads it',
    apply: [append('libs/losses/src/loss-value.ts', 'export type Nothing = null;\n')],
  },
  {
    change: 'a comment in ingest',
    expected: '○····',
    why: 'the file is another, the code without comments is not',
    apply: [append('apps/ingest/src/ingest.ts', '// A comment.\n')],
  },
  {
    change: 'ingest, rewritten to the same bytes',
    expected: '●····',
    why: 'other code is run; its equal manifest stops the rerun',
    apply: [edit('apps/ingest/src/ingest.ts', 'const MEGABYTE = 1e6;', 'const MEGABYTE = 1000 * 1000;')],
  },
  {
    change: 'an optimizer',
    expected: '··●●●',
    why: 'pretrain trains with it, and the probe',
    apply: [
      edit(
        'libs/optim/src/momentum-step.ts',
        '{ momentum, weightDecay });',
        '{ momentum: momentum / 2, weightDecay });',
      ),
    ],
  },
  {
    change: 'the neighbours in linear-probe',
    expected: '···●●',
    why: 'other code and another result of that stage; no other stage reads the code',
    apply: [edit('apps/linear-probe/src/show-features.ts', 'SIMILARITY_DECIMALS = 4', 'SIMILARITY_DECIMALS = 3')],
  },
  {
    change: 'a colour of the report',
    expected: '····●',
    why: 'the style sheet lies beside code of the report, which opens it by its path',
    apply: [edit('libs/reporting/src/client/style.css', '--series-1: #1f6feb;', '--series-1: #1f6fec;')],
  },
  {
    change: "a progress bar's colour",
    expected: '·····',
    why: 'observers show a run and decide nothing of it',
    apply: [edit('libs/terminal/src/show-on-terminal.ts', '{task} {bar} ', '{task} \\u001b[36m{bar}\\u001b[0m ')],
  },
  {
    change: 'what MLflow gets',
    expected: '·····',
    why: 'observers show a run and decide nothing of it',
    apply: [edit('libs/tracking/src/observe/tags.ts', "'LOCAL'", "'JOB'")],
  },
  {
    change: 'the runner of the stages',
    expected: '○○○○○',
    why: 'another runner looks anew at what is to be done; what it decides stands in the keys',
    apply: [append('libs/stage/src/do-work.ts', 'export const another = 1;\n')],
  },
  {
    change: 'how Python is found',
    expected: '··○··',
    why: 'pretrain asks Optuna for sweeps; which settings it chose stands in the key',
    apply: [edit('libs/python/src/find-python.ts', "'python3.13', ", "'python3.14', 'python3.13', ")],
  },
  {
    change: 'a test',
    expected: '·····',
    why: 'no program loads it',
    apply: [append('libs/losses/src/nt-xent.spec.ts', 'export {};\n')],
  },
  {
    change: 'a README',
    expected: '·····',
    why: 'no program reads it',
    apply: [append('libs/losses/README.md', '\nMore.\n')],
  },
];
