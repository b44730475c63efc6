import { createHash, randomFillSync } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { OFFICIAL_STL10, type Stl10Edition } from '@amcl/data';
import { Header } from 'tar';

const IMAGE = 96 * 96 * 3;
const BLOCK = 512;
/** Noise that is repeated: far longer than what gzip looks back on, so that it packs no better than photographs. */
const NOISE = randomFillSync(new Uint8Array(360 * IMAGE));

interface MadeFile {
  readonly name: string;
  readonly size: number;
  readonly pieces: () => Iterable<Uint8Array>;
}

/**
 * Writes an archive of STL-10's format, its images noise.
 * @param unlabelled its number of images without a label
 * @returns what its files have
 */
export async function makeStl10(path: string, unlabelled: number): Promise<Stl10Edition> {
  const { perFold, images: official } = OFFICIAL_STL10;
  const images = { ...official, unlabelled };
  const md5s = new Map<string, string>();
  const labels = (count: number) => Uint8Array.from({ length: count }, (_, index) => 1 + (index % 10));
  const lines = (of: (index: number) => string) =>
    Buffer.from([...'0123456789'].map((index) => `${of(Number(index))}\n`).join(''));
  const fold = (index: number) =>
    Array.from({ length: perFold }, (_, at) => (index * 400 + at) % images.train).join(' ');
  const files: readonly MadeFile[] = [
    noise('test_X.bin', images.test),
    whole('test_y.bin', labels(images.test)),
    noise('train_X.bin', images.train),
    noise('unlabeled_X.bin', unlabelled),
    whole('train_y.bin', labels(images.train)),
    whole('fold_indices.txt', lines(fold)),
    whole(
      'class_names.txt',
      lines((index) => `class ${index}`),
    ),
  ];
  async function* archive(): AsyncGenerator<Uint8Array, void, undefined> {
    for (const { name, size, pieces } of files) {
      const hash = createHash('md5');
      yield await Promise.resolve(headerOf(`stl10_binary/${name}`, size));
      for (const piece of pieces()) {
        hash.update(piece);
        yield piece;
      }
      yield new Uint8Array((BLOCK - (size % BLOCK)) % BLOCK);
      if (name.endsWith('.bin')) md5s.set(name, hash.digest('hex'));
    }
    yield new Uint8Array(2 * BLOCK);
  }
  await pipeline(archive(), createGzip({ level: 1 }), createWriteStream(path));
  return { images, perFold, md5s };
}

function whole(name: string, bytes: Uint8Array): MadeFile {
  return { name, size: bytes.length, pieces: () => [bytes] };
}

function noise(name: string, images: number): MadeFile {
  const size = images * IMAGE;
  return {
    name,
    size,
    pieces: function* () {
      for (let left = size; left > 0; left -= NOISE.length) yield NOISE.subarray(0, left);
    },
  };
}

function headerOf(path: string, size: number): Uint8Array {
  const bytes = Buffer.alloc(BLOCK);
  new Header({ path, size, type: 'File', mode: 0o644, uid: 0, gid: 0, mtime: new Date(0) }).encode(bytes);
  return bytes;
}
