import type { DataSet, ImagePart, SplitName } from '@amcl/data';

const PARTS: readonly { split: SplitName; images: number }[] = [
  ...Array.from({ length: 8 }, () => ({ split: 'train' as const, images: 50 })),
  { split: 'test', images: 100 },
];
const IMAGE = 32 * 32 * 3;

/** Label and pixels of an image by its place in its split. */
export const tinyLabel = (index: number): number => (index * 7) % 10;
export const tinyPixel = (index: number, byte: number): number => (index * 31 + byte * byte) % 256;

/** A data set in memory: 400 and 100 images, 1.5 MB in all. */
export class TinyDataSet implements DataSet {
  readonly name = 'tiny';
  readonly shape = [32, 32, 3] as const;
  readonly classNames = Array.from({ length: 10 }, (_, label) => `class ${label}`);
  readonly counts = { train: 400, test: 100 };
  /** Parts handed out, and whether the last reader closed its stream. */
  handedOut = 0;
  closed = false;

  /** @param onPart called before each part is made, with its index */
  constructor(private readonly onPart: (index: number) => void = () => undefined) {}

  open(): ReturnType<DataSet['open']> {
    const labels = (split: SplitName): Uint8Array =>
      Uint8Array.from({ length: this.counts[split] }, (_, index) => tinyLabel(index));
    return Promise.resolve({
      labels: { train: labels('train'), test: labels('test') },
      partCount: PARTS.length,
      parts: () => this.parts(),
    });
  }

  private async *parts(): AsyncGenerator<ImagePart, void, undefined> {
    const seen = { train: 0, test: 0 };
    try {
      for (const { split, images: count } of PARTS) {
        this.onPart(this.handedOut++);
        const start = seen[split];
        const images = Uint8Array.from({ length: count * IMAGE }, (_, at) =>
          tinyPixel(start + Math.floor(at / IMAGE), at % IMAGE),
        );
        seen[split] += count;
        yield await Promise.resolve({ split, images });
      }
    } finally {
      this.closed = true;
    }
  }
}
