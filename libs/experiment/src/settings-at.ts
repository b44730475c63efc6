import type { Experiment, ExperimentInput } from './experiment-schema';
import { extend } from './extend';
import { resolveExperiment } from './resolve-experiment';
import type { Point } from './sweep-points';

/**
 * An experiment with the settings of a point.
 * @param where for the message: which point of what
 * @throws ExperimentError when they cannot be
 */
export function settingsAt(input: ExperimentInput, point: Point, where: string): Experiment {
  const changes = Object.entries(point).map(([path, value]) => nested(path.split('.'), value) as ExperimentInput);
  return resolveExperiment(changes.reduce(extend, input), `${where} ${describePoint(point)}`);
}

/** `(pretrain.epochs = 10, pretrain.optimizer.lr = 0.06)`. */
function describePoint(point: Point): string {
  const settings = Object.entries(point).map(([path, value]) => `${path} = ${JSON.stringify(value)}`);
  return `(${settings.join(', ')})`;
}

/** `['a', 'b']`, 1 -> `{ a: { b: 1 } }`. */
function nested(path: readonly string[], value: unknown): unknown {
  return path.reduceRight((inner, key) => ({ [key]: inner }), value);
}
