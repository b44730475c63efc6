import { join } from 'node:path';
import { compileRecipe, viewStream } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import { alternate, medianRatio, type Contestant } from './alternate';
import { PEERS, startPeer, type Measurement } from './peer';
import { printBenchmark } from './print';
import { noiseSplit, secondsSince } from './setting';

export interface AugmentationBench {
  readonly rounds: number;
  /** A Python that has torch and lightly, and kornia to compare with that too. */
  readonly peer?: string;
}

const OURS = 'amcl, one thread';

/** Views of a round: about half a second's. */
const VIEWS = { ours: 16_000, lightly: 2_000, kornia: 4_096 };

/** Views per second of one thread: the SimCLR recipe on 32x32 images, beside lightly's and kornia's on one thread. */
export async function benchAugmentation({ rounds, peer }: AugmentationBench): Promise<void> {
  const { augmentation, seed } = resolveExperiment({}, 'bench');
  const split = noiseSplit(256);
  const { sample, apply, size } = compileRecipe(augmentation, [...split.shape]);
  const view = new Float32Array(size * size * 3);
  const imageSize = split.images.length / split.count;
  let epoch = 0;

  const ours = (): Measurement => {
    const started = performance.now();
    epoch++;
    for (let index = 0; index < VIEWS.ours; index++) {
      const image = index % split.count;
      apply(
        split.images.subarray(image * imageSize, (image + 1) * imageSize),
        sample(viewStream(seed, epoch, index, 0)),
        view,
        0,
      );
    }
    return { views: VIEWS.ours, seconds: secondsSince(started) };
  };

  const rivals = peer === undefined ? null : await startPeer(peer, [join(PEERS, 'views.py')]);
  const contestants: Record<string, Contestant> = {};
  if (rivals !== null)
    for (const rival of ['lightly', 'kornia'] as const)
      if (rival in rivals.hello) contestants[`${rival}, one thread`] = () => rivals.ask({ rival, views: VIEWS[rival] });
      else console.error(`${peer} has no ${rival}: left out (pip install ${rival})`);
  contestants[OURS] = ours;
  const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
  await rivals?.close();
  const own = speeds.find(({ name }) => name === OURS)?.rounds ?? [];
  const ratios = speeds
    .filter(({ name }) => name !== OURS)
    .map(({ name, rounds: theirs }) => [`amcl over ${name}`, Number(medianRatio(own, theirs).toFixed(2))]);
  printBenchmark('augmentation', { rounds, peer: rivals?.hello ?? null }, speeds, Object.fromEntries(ratios) as object);
}
