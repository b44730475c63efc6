import type { DataSource, ImagePart, LabelledSplit } from '@amcl/data';

const PARTS: readonly { split: LabelledSplit; images: number }[] = [
  ...Array.from({ length: 8 }, () => ({ split: 'train' as const, images: 50 })),
  { split: 'test', images: 100 },
];
const IMAGE = 32 * 32 * 3;

/** Label and pixels of an image by its place in its split. */
export const tinyLabel = (index: number): number => (index * 7) % 10;
export const tinyPixel = (index: number, byte: number): number => (index * 31 + byte * byte) % 256;

/** A data set in memory, in the place of any: 400 and 100 images, 1.5 MB in all. */
export class TinyDataSet {
  /** Parts handed out, and whether the last reader closed its stream. */
  handedOut = 0;
  closed = false;

  /** @param onPart called before each part is made, with its index */
  constructor(private readonly onPart: (index: number) => void = () => undefined) {}

  open(): Promise<DataSource> {
    const labels = (count: number): Uint8Array => Uint8Array.from({ length: count }, (_, index) => tinyLabel(index));
    return Promise.resolve({
      name: 'tiny',
      shape: [32, 32, 3],
      classNames: Array.from({ length: 10 }, (_, label) => `class ${label}`),
      labels: { train: labels(400), test: labels(100) },
      unlabelled: 0,
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
