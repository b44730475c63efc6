import { mean } from '@amcl/statistics';
import { TEMPERATURE_STEPS, type ExperimentRecord, type RunRecord } from '../experiment-record';
import { table } from '../markdown';
import type { Records } from '../records';
import { METHODS } from './methods';

type Temperatures = NonNullable<RunRecord['temperatures']>;

/** Mean temperatures of methods with AMCL while they train, of all seeds, beside their limits. */
export function temperaturesBlock(records: Records): string {
  const rows = ['cifar10', 'longer'].flatMap((family) =>
    METHODS.flatMap(([method, name]) => {
      const record = records.experiment(`reach-${family}-${method}-amcl`);
      return record === null ? [] : [rowOf(name, record)];
    }),
  );
  const head = [
    'with AMCL',
    'epochs',
    'limits',
    ...TEMPERATURE_STEPS.map((step) => `step ${step}`),
    'at the end',
    'of negatives',
  ];
  return table(head, rows);
}

function rowOf(name: string, { settings, runs }: ExperimentRecord): string[] {
  const {
    'amcl.temperature.lower': lower = '',
    'amcl.temperature.upper': upper = '',
    epochs = '',
  } = settings['pretrain'] ?? {};
  const meanOf = (of: (temperatures: Temperatures) => number | undefined): string => {
    const values = runs.flatMap(({ temperatures = [] }) => of(temperatures) ?? []);
    return values.length === 0 ? '–' : mean(values).toFixed(3);
  };
  const early = TEMPERATURE_STEPS.map((at) => meanOf((all) => all.find(({ step }) => step === at)?.positive));
  const last = [meanOf((all) => all.at(-1)?.positive), meanOf((all) => all.at(-1)?.negative)];
  return [name, epochs, `${lower} to ${upper}`, ...early, ...last];
}
