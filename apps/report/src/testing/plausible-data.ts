import { plausibleRun } from '@amcl/runs/testing';
import type { ImageFile } from '@amcl/reporting';
import sharp from 'sharp';
import type { ReportData, ShownImage } from '../report-data';

const TILE = 8;

/** A picture of one colour, `width` x `height` tiles. */
async function picture(width: number, height: number): Promise<ImageFile> {
  const size = { width: width * TILE, height: height * TILE };
  const data = await sharp({ create: { ...size, channels: 3, background: '#467' } })
    .webp()
    .toBuffer();
  return { type: 'image/webp', data };
}

/** Made-up data of a report, of the shape and size of a small run. */
export async function plausibleData(): Promise<ReportData> {
  const run = plausibleRun();
  const { map, neighbours } = run.probe;
  const count = map?.images.length ?? 0;
  const tile = await picture(1, 1);
  const shown = (index: number): ShownImage => ({ index, label: index % 10, picture: tile });
  return {
    ...run,
    title: 'Quickstart: a small SimCLR',
    experiment: 'quickstart',
    runs: [run],
    sheets: [{ title: 'all operations', png: Uint8Array.of(137, 80, 78, 71) }],
    mapImages: {
      labels: (map?.images ?? []).map((image) => image % 10),
      sprite: { image: await picture(40, Math.ceil(count / 40)), tile: TILE, columns: 40 },
    },
    neighbours: neighbours.map(({ image, nearest }) => ({
      query: shown(image),
      nearest: nearest.map((one) => ({ ...shown(one.image), similarity: one.similarity })),
    })),
  };
}
