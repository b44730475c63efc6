import { compileRecipe, viewStream } from '@amcl/augmentation';
import { alternate, type Contestant } from './alternate';
import { startPeer, type Measurement } from './peer';
import { printBenchmark } from './print';
import { benchExperiment, noiseSplit, secondsSince } from './setting';

export interface AugmentationBench {
  readonly rounds: number;
  /** A Python that has torch and torchvision. */
  readonly peer?: string;
}

const SECONDS_OF_VIEWS = { ours: 16_000, theirs: 2_000 };

/** Views per second of one thread: the SimCLR recipe on 32x32 images, beside torchvision's transform on one thread. */
export async function benchAugmentation({ rounds, peer }: AugmentationBench): Promise<void> {
  const { augmentation, seed } = benchExperiment(128, 1);
  const split = noiseSplit(256);
  const { sample, apply, size } = compileRecipe(augmentation, [...split.shape]);
  const view = new Float32Array(size * size * 3);
  const imageSize = split.images.length / split.count;
  let epoch = 0;

  const ours = (): Measurement => {
    const started = performance.now();
    epoch++;
    for (let index = 0; index < SECONDS_OF_VIEWS.ours; index++) {
      const image = index % split.count;
      apply(
        split.images.subarray(image * imageSize, (image + 1) * imageSize),
        sample(viewStream(seed, epoch, index, 0)),
        view,
        0,
      );
    }
    return { views: SECONDS_OF_VIEWS.ours, seconds: secondsSince(started) };
  };

  const rival = peer === undefined ? null : await startPeer(peer, 'torchvision_views.py', []);
  const contestants: Record<string, Contestant> = {
    ...(rival === null ? {} : { 'torchvision, one thread': () => rival.ask({ views: SECONDS_OF_VIEWS.theirs }) }),
    'amcl, one thread': ours,
  };
  const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
  await rival?.close();
  printBenchmark('augmentation', { rounds, peer: rival?.hello ?? null }, speeds);
}
