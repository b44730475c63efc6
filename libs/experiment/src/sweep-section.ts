import { z } from 'zod';
import { choice, named, namedByDefault, real, section, union, whole } from './fields';

/** Where a swept setting's values come from; the names are those of W&B's sweeps. */
export const parameterSchema = union('distribution', [
  /** One of these. */
  section({
    distribution: namedByDefault('values'),
    values: z.array(z.unknown(), { error: 'a list of values' }).min(1, { error: 'a list of at least one value' }),
  }),
  /** Between `min` and `max`, each number as likely as another. */
  section({ distribution: named('uniform'), min: real({}), max: real({}) }),
  /** Between `min` and `max`, each order of magnitude as likely as another. */
  section({ distribution: named('log-uniform'), min: real({ above: 0 }), max: real({ above: 0 }) }),
  /** A whole number from `min` to `max`, both within. */
  section({ distribution: named('integer'), min: whole({}), max: whole({}) }),
]);

/** Sections whose keys can be swept. */
const SWEPT = ['dataset', 'augmentation', 'pretrain', 'linearProbe'];
const pathExpected = `paths such as 'pretrain.optimizer.lr', each of section ${SWEPT.join(', ')}`;

const isPath = (path: string): boolean => {
  const [first = '', ...rest] = path.split('.');
  return SWEPT.includes(first) && rest.length > 0 && rest.every((key) => key !== '');
};

/** The points of a sweep: settings of the experiment that are tried. */
export const sweepSchema = section({
  /**
   * `grid`: every combination of `values`. `random`: `trials` points drawn with the experiment's seed. `tpe`: `trials` points, each
   * chosen by the kNN monitor's last value at those before it (tree-structured Parzen estimator, Bergstra et al. 2011), of settings of
   * `pretrain`.
   */
  method: choice(['grid', 'random', 'tpe']).default('grid'),
  /** What is varied, by its path: `{ 'pretrain.optimizer.lr': { values: [0.03, 0.06] } }`. */
  parameters: z
    .record(z.string(), parameterSchema, { error: `an object of ${pathExpected}` })
    .refine((parameters) => Object.keys(parameters).length > 0 && Object.keys(parameters).every(isPath), {
      error: `an object of ${pathExpected}`,
    }),
  /** Points of `random` and `tpe`; a grid has as many as there are combinations. */
  trials: whole({ min: 1, max: 1000 }).default(10),
  /**
   * Ends a training whose best kNN so far is below the median that the runs before it, of the same seed, had after the same epoch: the
   * rule of Optuna's MedianPruner. Runs that were stopped do not count. `null` trains all to the end.
   */
  earlyStopping: section({
    /** The first epoch after which a run may be stopped. */
    warmupEpochs: whole({ min: 1 }).default(1),
    /** Runs, of each seed, that must have ended before one may be stopped. */
    startupRuns: whole({ min: 1 }).default(4),
  })
    .nullable()
    .default(null),
});

export type SweepSettings = z.output<typeof sweepSchema>;
export type EarlyStoppingSettings = NonNullable<SweepSettings['earlyStopping']>;
export type ParameterSettings = z.output<typeof parameterSchema>;
