import type { DataSource, SplitName } from '../data-set';

/** Every image of a source, as the parts gave them: [n, H, W, C] for each split. */
export async function readSource(source: DataSource): Promise<Record<SplitName, Uint8Array>> {
  const parts: Record<SplitName, Uint8Array[]> = { train: [], test: [], unlabelled: [] };
  let count = 0;
  for await (const { split, images } of source.parts()) {
    parts[split].push(images);
    count++;
  }
  if (count !== source.partCount) throw new Error(`Expected ${source.partCount} parts but the source gave ${count}`);
  return {
    train: Buffer.concat(parts.train),
    test: Buffer.concat(parts.test),
    unlabelled: Buffer.concat(parts.unlabelled),
  };
}
