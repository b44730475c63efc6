import { bump, otherEngine } from '../changes';
import type { Row } from '../row';

/** Changes of what is installed. The bumped packages compute the same, so manifests of what is computed anew are equal. */
export const packageRows: readonly Row[] = [
  {
    change: 'npm: pacote',
    expected: '●··○·',
    why: 'ingest fetches with it, and linear-probe would a data set of its own, which this experiment has not',
    apply: [bump('pacote')],
  },
  {
    change: 'npm: sharp',
    expected: '●●○●●',
    why: 'decodes images, while training those that are kept as files, in linear-probe what a data set of its own would bring; writes contact sheets and the pictures of the report',
    apply: [bump('sharp')],
  },
  {
    change: 'npm: @tensorflow/tfjs-core',
    expected: '··●●·',
    why: 'training and probe compute with it',
    apply: [bump('@tensorflow/tfjs-core')],
  },
  {
    change: 'npm: umap-js',
    expected: '···●·',
    why: 'the map of linear-probe is made with it',
    apply: [bump('umap-js')],
  },
  { change: 'npm: vega', expected: '····●', why: 'the charts of the report are drawn with it', apply: [bump('vega')] },
  {
    change: 'npm: zod',
    expected: '○○●●●',
    why: 'of ingest and augment only the runner uses it; the others read settings and results with it',
    apply: [bump('zod')],
  },
  {
    change: 'npm: ml-matrix, of which umap-js is made',
    expected: '···●·',
    why: 'nobody names it, linear-probe runs it',
    apply: [bump('ml-matrix')],
  },
  {
    change: 'npm: cli-progress',
    expected: '·····',
    why: 'only an observer uses it',
    apply: [bump('cli-progress')],
  },
  { change: 'npm: vitest', expected: '·····', why: 'no stage uses it', apply: [bump('vitest')] },
  {
    change: "the engine's version, the same numbers",
    expected: '··●●·',
    why: 'its identity is in the keys of the two that compute with it',
    variables: (copy) => ({ AMCL_CACHE: otherEngine(copy) }),
  },
  {
    change: 'another engine: AMCL_BACKEND=wasm',
    expected: '··●●●',
    why: 'another encoder, to the last digits',
    variables: () => ({ AMCL_BACKEND: 'wasm' }),
  },
];
