import { dirname } from 'node:path';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { executeStage, runPaths, type Stage } from '@amcl/stage';
import { z } from 'zod';

const SEEDS = [0, 1, 2, 3, 4, 5];

/**
 * A program that runs a stage of experiment `mine` with six seeds again and again, each time with no output before, so that its works are
 * done, done again and taken from the store, with files that they have in common: `stage-process.ts <workspace> <rounds>`. After each
 * round it reads all outputs; it fails where a file is missing or damaged. It prints how many works there were of each kind.
 */
async function main(workspace: string, rounds: number): Promise<void> {
  const paths = runPaths(workspace);
  const section = resolveExperiment({ dataset: { limit: { train: 1000, test: 1000 } } }, 'experiment.ts').dataset; // the seed draws it
  const path = paths.section('mine', 'dataset');
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, JSON.stringify({ runs: SEEDS.map((seed) => ({ name: `seed-${seed}`, seed, section })) }));
  const counts = { kept: 0, ended: 0 };
  for (let round = 0; round < rounds; round++) {
    rmSync(paths.output('mine', 'ingest'), { recursive: true, force: true });
    await executeStage(stage, {
      experiment: 'mine',
      workspace,
      signal: new AbortController().signal,
      emit: ({ kind }) => {
        if (kind === 'kept' || kind === 'ended') counts[kind]++;
      },
    });
    for (const seed of SEEDS) {
      const result = z.object({ seed: z.literal(seed) });
      const output = await StageOutput.open(paths.output('mine', 'ingest', `seed-${seed}`), result);
      for (const name of Object.keys(output.manifest.files)) await output.read(name);
    }
  }
  console.log(JSON.stringify(counts));
}

const stage: Stage<'dataset', never, unknown> = {
  name: 'ingest',
  section: 'dataset',
  reads: [],
  usesEngine: false,
  run: async (_section, _inputs, { seed, output }) => {
    for (let file = 0; file < 4; file++) {
      await output.writeBlob(`common-${file}.bin`, Buffer.from(`common ${(seed + file) % 7}`));
      await setTimeout(20 * Math.random());
    }
    await output.writeBlob('own.bin', Buffer.from(`of ${seed}`));
    await output.write('small.txt', `small ${seed}`);
    return { result: { seed } };
  },
};

const [workspace = '', rounds = '1'] = process.argv.slice(2);
void main(workspace, Number(rounds)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
