import { mean } from '@amcl/statistics';
import type { ExperimentRecord, RunRecord } from '../experiment-record';
import { table } from '../markdown';
import type { Records } from '../records';
import { METHODS } from './methods';

type Temperature = NonNullable<RunRecord['temperatures']>[number];

/** Mean temperatures of methods with AMCL while they train, of all seeds, beside their limits. */
export function temperaturesBlock(records: Records): string {
  const rows = ['cifar10', 'longer'].flatMap((family) =>
    METHODS.flatMap(([method, name]) => {
      const record = records.experiment(`reach-${family}-${method}-amcl`);
      return record === null ? [] : [rowOf(name, record)];
    }),
  );
  const head = ['with AMCL', 'epochs', 'limits', 'step 1', 'step 20', 'step 80', 'at the end', 'of negatives'];
  return table(head, rows);
}

function rowOf(name: string, { settings, runs }: ExperimentRecord): string[] {
  const {
    'amcl.temperature.lower': lower = '',
    'amcl.temperature.upper': upper = '',
    epochs = '',
  } = settings['pretrain'] ?? {};
  const at = (place: number, of: (temperature: Temperature) => number | undefined): string => {
    const values = runs
      .map(({ temperatures }) => temperatures?.at(place))
      .flatMap((found) => (found && of(found)) ?? []);
    return values.length === 0 ? '–' : mean(values).toFixed(3);
  };
  const positives = [0, 1, 2, -1].map((place) => at(place, ({ positive }) => positive));
  return [name, epochs, `${lower} to ${upper}`, ...positives, at(-1, ({ negative }) => negative)];
}
