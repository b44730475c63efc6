import { table } from '../markdown';
import type { Records } from '../records';
import { bestTrial } from '../search-record';

/** What each search of hyper-parameters tried and found. */
export function searchesBlock(records: Records, experiments: readonly string[]): string {
  const rows = experiments.map((experiment) => {
    const search = records.search(experiment);
    const best = search === null ? undefined : bestTrial(search);
    if (search === null || best === undefined) return [experiment, 'not run', '', '', ''];
    const ended = search.trials.filter(({ stopped }) => !stopped).map(({ knnTop1 }) => knnTop1);
    const settings = Object.entries(best.point).map(
      ([path, value]) => `${path.replace(/^pretrain\./, '')} ${settingText(value)}`,
    );
    return [
      experiment,
      `${search.trials.length}, ${search.trials.length - ended.length} stopped`,
      `${Math.min(...ended).toFixed(2)} to ${Math.max(...ended).toFixed(2)}`,
      settings.join(', '),
      `${search.images} ${search.evaluatedOn === 'test' ? 'test' : 'held-out'} images`,
    ];
  });
  return table(['search', 'trials', 'kNN of those that ended, %', 'the best', 'measured on'], rows);
}

function settingText(value: unknown): string {
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : JSON.stringify(value);
}
