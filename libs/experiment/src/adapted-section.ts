import { isDeepStrictEqual } from 'node:util';
import { merge } from './merge';
import type { PretrainSection } from './pretrain-section';
import { settingsAt } from './settings-at';
import type { Point } from './sweep-points';
import type { ParameterSettings, SweepSettings } from './sweep-section';
import { valueAt } from './to-issues';

export type StopBelow = PretrainSection['knn']['stopBelow'];

/** Whether a sweep makes settings of a run from what came of the runs before it. */
export function isAdaptive({ method, earlyStopping }: SweepSettings): boolean {
  return method === 'tpe' || earlyStopping !== null;
}

/**
 * Section `pretrain` as a run of an adaptive sweep has it.
 * @param base as target `resolve` gave it
 * @param point what `tpe` chose; empty where `resolve` has set it
 * @param where for the message: which run
 * @throws ExperimentError when these settings cannot be together
 */
export function adaptedSection(
  base: PretrainSection,
  point: Point,
  stopBelow: StopBelow,
  where: string,
): PretrainSection {
  const { pretrain } = settingsAt({ pretrain: base }, point, where);
  return { ...pretrain, knn: { ...pretrain.knn, stopBelow } };
}

/**
 * What `tpe` chose: the point at which `adaptedSection` makes `section` of `base`, empty for another method; null where there is none,
 * as `section` is of other settings.
 */
export function chosenPoint(sweep: SweepSettings, base: PretrainSection, section: PretrainSection): Point | null {
  const chosen = sweep.method === 'tpe' ? Object.entries(sweep.parameters) : [];
  const point = Object.fromEntries(
    chosen.map(([path, parameter]) => [path, asDeclared(parameter, valueAt({ pretrain: section }, path.split('.')))]),
  );
  try {
    const again = adaptedSection(base, point, section.knn.stopBelow, 'chosen point');
    return isDeepStrictEqual(again, section) ? point : null;
  } catch {
    return null;
  }
}

/** A value as it stands among the parameter's `values`, where an object may leave defaults out. */
function asDeclared(parameter: ParameterSettings, value: unknown): unknown {
  if (parameter.distribution !== 'values') return value;
  const holds = (part: unknown) => isDeepStrictEqual(merge(value, part, undefined), value);
  const length = (part: unknown) => JSON.stringify(part).length;
  // Of several the one that says most: { name: 'simclr', temperature: 0.2 }, not { name: 'simclr' }.
  const [declared = value] = parameter.values.filter(holds).sort((a, b) => length(b) - length(a));
  return declared;
}
