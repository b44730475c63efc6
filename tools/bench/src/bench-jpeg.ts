import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileRecipe, viewStream } from '@amcl/augmentation';
import { resolveExperiment } from '@amcl/experiment';
import { openImageDecoder, sharpDecoder, uprightSize, readJpegSize, type ImageDecoder } from '@amcl/images';
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
/** Views of a round: about half a second's. */
const VIEWS = { native: 600, sharp: 60, rival: 200 };

/** Views per second of 224x224 pixels straight from JPEGs, cropped and mirrored, beside torchvision's on PIL: one thread each. */
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
    for (const together of [1, 2]) {
      const suffix = together === 1 ? 'a view an image' : 'two views an image';
      if (rival !== null) contestants[`PIL, ${suffix}`] = () => rival.ask({ views: VIEWS.rival, together });
      if (decoder.name === 'native') contestants[`amcl, ${suffix}`] = viewMaker(decoder, jpegs, VIEWS.native, together);
      contestants[`sharp, ${suffix}`] = viewMaker(sharpDecoder, jpegs, VIEWS.sharp, together);
    }
    const speeds = await alternate(contestants, rounds, (round) => console.error(`round ${round}/${rounds}`));
    await rival?.close();
    const roundsOf = (name: string) => speeds.find((speed) => speed.name === name)?.rounds ?? [];
    const ratios = ['a view an image', 'two views an image'].map((suffix) => [
      `amcl over PIL, ${suffix}`,
      Number(medianRatio(roundsOf(`amcl, ${suffix}`), roundsOf(`PIL, ${suffix}`)).toFixed(2)),
    ]);
    const bytes = Math.round(jpegs.reduce((sum, { length }) => sum + length, 0) / jpegs.length);
    printBenchmark('jpeg', { rounds, bytes, peer: rival?.hello ?? null }, speeds, Object.fromEntries(ratios) as object);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Makes `views` views a round, `together` of an image, with the crops of torchvision's defaults. */
function viewMaker(decoder: ImageDecoder, jpegs: readonly Buffer[], views: number, together: number): Contestant {
  const crops = { randomResizedCrop: { size: SIZE, scale: [0.08, 1] as [number, number] } };
  const { augmentation, seed } = resolveExperiment({ augmentation: crops }, 'bench');
  const size = { height: SIZE, width: SIZE };
  const out = new Uint8Array(together * SIZE * SIZE * 3);
  const samplers = jpegs.map((jpeg) => {
    const stored = readJpegSize(jpeg);
    if (stored === null) throw new Error('Expected a JPEG');
    const { height, width } = uprightSize(stored);
    return compileRecipe(augmentation, [height, width, 3]).sample;
  });
  let epoch = 0;
  return async (): Promise<Measurement> => {
    const started = performance.now();
    epoch++;
    for (let index = 0; index < views / together; index++) {
      const image = index % jpegs.length;
      const drawn = Array.from({ length: together }, (_, view) => {
        const { crop, flip } = samplers[image]!(viewStream(seed, epoch, index, view));
        return { ...crop, mirrored: flip };
      });
      await decoder.decodeCrops(jpegs[image]!, drawn, size, out);
    }
    return { views, seconds: secondsSince(started) };
  };
}
