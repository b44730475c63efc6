import { adaptedSection, type PretrainSection, type Point, type SweepSettings } from '@amcl/experiment';
import type { RunSection, StageContext } from '@amcl/stage';
import { outcomeOf } from './outcome-of';
import { stopBars, type Monitored } from './stop-bars';
import { provideOptuna, Tpe } from './tpe/tpe';

/**
 * The section of each run of a sweep that chooses in training, in order: yields it and is given the run's result. The same results give
 * the same sections.
 * @throws UserError when Optuna is needed and cannot be had, ExperimentError when it chose settings that cannot be together
 */
export async function* adaptPretraining(
  runs: readonly RunSection<'pretrain'>[],
  sweep: SweepSettings,
  { signal, emit }: Pick<StageContext, 'signal' | 'emit'>,
): AsyncGenerator<PretrainSection, void, Monitored> {
  const say = (text: string): void => emit({ kind: 'message', level: 'info', text });
  const tpe = sweep.method === 'tpe' ? await startTpe(runs, sweep, { signal, say }) : null;
  const seeds = runs.length / sweep.trials; // of tpe
  const done: (Monitored & { readonly seed: number })[] = [];
  let point: Point = {};
  try {
    for (const [index, { name, seed, section }] of runs.entries()) {
      if (tpe !== null && index % seeds === 0) {
        point = await tpe.next(index === 0 ? null : outcomeOf(done.slice(-seeds)));
        say(describe(point));
      }
      const sameSeed = done.filter((run) => run.seed === seed);
      const { earlyStopping } = sweep;
      const chosen = adaptedSection(section, point, section.knn.stopBelow, `${name ?? ''}, chosen by tpe`);
      const stopBelow = earlyStopping === null ? section.knn.stopBelow : stopBars(sameSeed, earlyStopping, chosen);
      const { knn, stopped } = yield { ...chosen, knn: { ...chosen.knn, stopBelow } };
      done.push({ seed, knn, stopped });
    }
  } finally {
    await tpe?.close();
  }
}

async function startTpe(
  runs: readonly RunSection<'pretrain'>[],
  sweep: SweepSettings,
  { signal, say }: Pick<StageContext, 'signal'> & { readonly say: (line: string) => void },
): Promise<Tpe> {
  const python = await provideOptuna(say).catch((error: unknown) => {
    signal.throwIfAborted();
    throw error;
  });
  signal.throwIfAborted();
  return Tpe.start(python, sweep, runs[0]?.seed ?? 0);
}

/** `pretrain.optimizer.lr = 0.0512, pretrain.epochs = 10`. */
function describe(point: Point): string {
  const short = (_key: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  return Object.entries(point)
    .map(([path, value]) => `${path} = ${JSON.stringify(value, short)}`)
    .join(', ');
}
