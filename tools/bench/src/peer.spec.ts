import { describe, expect, it } from 'vitest';
import { startPeer, TimeLimitError } from './peer';

/** Says hello, then answers each line with `{views: 1}` at once, and a line with `late` never. */
const PROGRAM = `
  console.log('{"torch": "2"}');
  require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
    if (!line.includes('late')) console.log('{"views": 1}');
  });
`;

describe('a peer', () => {
  it('answers line by line, and ends when it is closed', async () => {
    const peer = await startPeer(process.execPath, ['-e', PROGRAM]);
    expect(peer.hello).toEqual({ torch: '2' });
    expect(await peer.ask({ steps: 1 }, 60)).toEqual({ views: 1 });
    await peer.close();
  });

  it('is killed where it takes longer than it may, and can be closed then', async () => {
    const peer = await startPeer(process.execPath, ['-e', PROGRAM]);
    await expect(peer.ask({ late: true }, 0.05)).rejects.toThrow(TimeLimitError);
    await peer.close();
  });

  it('that ends without an answer is an error', () =>
    expect(startPeer(process.execPath, ['-e', '0'])).rejects.toThrow(/ended without an answer/));
});
