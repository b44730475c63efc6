import { parentPort, workerData } from 'node:worker_threads';
import { nativeDecoder, readFixture, type Fixture } from './fixtures';

const decoder = nativeDecoder();
const decoded = (workerData as Fixture[]).filter(({ file, views }) =>
  views.every(({ crop, size, pixels }) => {
    const out = new Uint8Array(pixels.length);
    return decoder.decodeCrop(readFixture(file), crop, size, out) && Buffer.compare(out, pixels) === 0;
  }),
);
parentPort?.postMessage(decoded.map(({ file }) => file));
