import { describe, expect, it } from 'vitest';
import { TFJS_VERSION } from './library';
import { openProvidedEngine } from './open-provided-engine';

describe('openProvidedEngine', () => {
  it('opens the engine of the identity', async () => {
    const identity = { backend: 'cpu' as const, tfjs: TFJS_VERSION, library: null };
    expect((await openProvidedEngine(identity)).identity).toEqual(identity);
  });

  it('refuses another engine than the one that was chosen', async () => {
    const other = openProvidedEngine({ backend: 'cpu', tfjs: '1.0.0', library: null });
    await expect(other).rejects.toThrow(/Expected the engine .*"1\.0\.0".* Run: npx nx run libtensorflow:provide/);
    await expect(openProvidedEngine(null)).rejects.toThrow('No engine was chosen.');
  });
});
