import { extend, type ExperimentInput } from '@amcl/experiment';
import { methods, type ReachMethod } from './methods';

type Parameters = NonNullable<ExperimentInput['sweep']>['parameters'];

const logUniform = (min: number, max: number) => ({ distribution: 'log-uniform', min, max }) as const;

/** Of every method. */
const shared: Parameters = {
  'pretrain.optimizer.lr': logUniform(0.02, 0.4),
  'pretrain.optimizer.weightDecay': logUniform(1e-5, 1e-3),
};

/** Of AMCL: the limits, the weight of the regulariser. */
const temperatures: Parameters = {
  'pretrain.amcl.temperature.lower': logUniform(0.03, 0.3),
  'pretrain.amcl.temperature.upper': logUniform(0.4, 3),
};
const beta = logUniform(1e-5, 0.1);

const spaces: Readonly<Record<ReachMethod, Parameters>> = {
  simclr: { ...shared, 'pretrain.method.temperature': logUniform(0.1, 1) },
  'simclr-amcl': {
    ...shared,
    ...temperatures,
    'pretrain.amcl.beta': beta,
    'pretrain.amcl.hardest': { values: [4, 16, 64] },
  },
  moco: {
    ...shared,
    'pretrain.method.temperature': logUniform(0.05, 0.5),
    'pretrain.method.momentum': { values: [0.9, 0.97, 0.99] },
  },
  'moco-amcl': {
    ...shared,
    ...temperatures,
    'pretrain.method.momentum': { values: [0.9, 0.97, 0.99] },
    'pretrain.amcl.beta': beta,
    'pretrain.amcl.hardest': { values: [64, 256, 1024] },
  },
  simsiam: shared,
  'simsiam-amcl': { ...shared, ...temperatures, 'pretrain.amcl.beta': beta },
  'barlow-twins': { ...shared, 'pretrain.method.lambda': logUniform(1e-3, 5e-2) },
  'barlow-twins-amcl': {
    ...shared,
    ...temperatures,
    'pretrain.method.lambda': logUniform(1e-3, 5e-2),
    'pretrain.amcl.beta': logUniform(1e-7, 1e-3),
  },
};

/**
 * The search for a method's hyper-parameters: of every method, with AMCL and without, eight points drawn at random, trained as long as
 * the experiments are, and the same rule that stops the poorer ones halfway. Measured on 5,000 training images that are held out: the test images are not seen.
 */
export function tuning(method: ReachMethod): ExperimentInput {
  return extend(methods[method], {
    seed: 7,
    dataset: { holdOut: 5_000, limit: { train: 10_000, test: 5_000 } },
    pretrain: { knn: { every: 1 } },
    sweep: {
      method: 'random',
      trials: 8,
      parameters: spaces[method],
      earlyStopping: { warmupEpochs: 2, startupRuns: 3 },
    },
    report: { title: `Search of hyper-parameters: ${method}` },
  });
}
