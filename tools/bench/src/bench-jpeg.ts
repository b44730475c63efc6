import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileCropped, sampleView, viewStream } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import {
  openImageDecoder,
  openSymmetricFilter,
  sharpDecoder,
  uprightSize,
  readJpegSize,
  type ImageDecoder,
} from '@amcl/images';
import { alternate, medianRatio, type Contestant } from './alternate';
import { makeJpegs } from './make-jpegs';
import { PEERS, startPeer, type Measurement } from './peer';
import { printBenchmark } from './print';
import { secondsSince } from './setting';

export interface JpegBench {
  readonly rounds: number;
  /** JPEGs that take turns. */
  readonly images: number;
  /** A Python that has torchvision. */
  readonly peer?: string;
}

const SIZE = 224;
/** Numbers of a view. */
const VIEW = SIZE * SIZE * 3;
/** Pixels: a tenth of the side, as SimCLR's paper has it. */
const BLUR_KERNEL = 23;
/** Views of a round: about half a second's. */
const VIEWS = { native: 600, sharp: 60, rival: 200 };

/** What is made of an image; `simclr`: the whole recipe of SimCLR, not crop and flip alone. */
interface Task {
  readonly name: string;
  /** Views of an image. */
  readonly together: 1 | 2;
  readonly simclr: boolean;
}

const TASKS: readonly Task[] = [
  { name: 'a view an image', together: 1, simclr: false },
  { name: 'two views an image', together: 2, simclr: false },
  { name: 'two SimCLR views an image', together: 2, simclr: true },
];

/**
 * Views per second of 224x224 pixels straight from JPEGs, one thread each: cropped and mirrored, beside torchvision's on PIL, and by the whole
 * recipe of SimCLR on ImageNet, beside lightly's SimCLRTransform.
 */
export async function benchJpeg({ rounds, images, peer }: JpegBench): Promise<void> {
  const jpegs = await makeJpegs(images);
  const decoder = openImageDecoder();
  if (decoder.name !== 'native')
    console.error('The image decoder is not there: sharp alone. Run: npx nx run libtensorflow:provide');
  const folder = mkdtempSync(join(tmpdir(), 'amcl-bench-jpeg-'));
  try {
    for (const [index, jpeg] of jpegs.entries()) writeFileSync(join(folder, `${index}.jpg`), jpeg);
    const rival = peer === undefined ? null : await startPeer(peer, [join(PEERS, 'jpeg_views.py'), folder]);
    const contestants: Record<string, Contestant> = {};
    for (const task of TASKS) {
      const { name, together, simclr } = task;
      if (rival !== null) contestants[`PIL, ${name}`] = () => rival.ask({ views: VIEWS.rival, together, simclr });
      if (decoder.name === 'native') contestants[`amcl, ${name}`] = viewMaker(decoder, jpegs, VIEWS.native, task);
      contestants[`sharp, ${name}`] = viewMaker(sharpDecoder, jpegs, VIEWS.sharp, task);
    }
    const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
    await rival?.close();
    const roundsOf = (name: string) => speeds.find((speed) => speed.name === name)?.rounds ?? [];
    const ratios = TASKS.map(({ name }) => [
      `amcl over PIL, ${name}`,
      Number(medianRatio(roundsOf(`amcl, ${name}`), roundsOf(`PIL, ${name}`)).toFixed(2)),
    ]);
    const bytes = Math.round(jpegs.reduce((sum, { length }) => sum + length, 0) / jpegs.length);
    printBenchmark('jpeg', { rounds, bytes, peer: rival?.hello ?? null }, speeds, Object.fromEntries(ratios) as object);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes `views` views a round, with the crops of torchvision's defaults. */
function viewMaker(
  decoder: ImageDecoder,
  jpegs: readonly Buffer[],
  views: number,
  { together, simclr }: Task,
): Contestant {
  const imagenet = {
    randomResizedCrop: { size: SIZE, scale: [0.08, 1] as [number, number] },
    gaussianBlur: { kernelSize: BLUR_KERNEL },
  };
  const { augmentation, seed } = resolveExperiment({ augmentation: imagenet }, 'bench');
  const size = { height: SIZE, width: SIZE };
  const filter = decoder.name === 'native' ? openSymmetricFilter(SIZE) : null;
  const { apply } = compileCropped(augmentation, filter ?? undefined);
  const crops = new Uint8Array(together * VIEW);
  const view = new Float32Array(VIEW);
  const sizes = jpegs.map((jpeg) => {
    const stored = readJpegSize(jpeg);
    if (stored === null) throw new Error('Expected a JPEG');
    return uprightSize(stored);
  });
  let epoch = 0;
  return async (): Promise<Measurement> => {
    const started = performance.now();
    epoch++;
    for (let index = 0; index < views / together; index++) {
      const image = index % jpegs.length;
      const { height, width } = sizes[image]!;
      const drawn = Array.from({ length: together }, (_, place) =>
        sampleView(augmentation, height, width, viewStream(seed, epoch, index, place)),
      );
      const wanted = drawn.map(({ crop, flip }) => ({ ...crop, mirrored: flip }));
      await decoder.decodeCrops(jpegs[image]!, wanted, size, crops);
      if (simclr) for (const [place, one] of drawn.entries()) apply(crops.subarray(place * VIEW), one, view, 0);
    }
    return { views, seconds: secondsSince(started) };
  };
}
