import { dirname } from 'node:path';
import { mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { StageOutput } from '@amcl/artifacts';
import { resolveExperiment } from '@amcl/experiment';
import { executeStage, runPaths, type Stage } from '@amcl/stage';
import { z } from 'zod';

/**
 * A program that runs a stage of experiment `mine` again and again, in turn with a few seeds, so that its works are done, done again and
 * taken from the store, with files that they have in common: `stage-process.ts <workspace> <rounds>`. After each it reads all of its
 * output; it fails where a file is missing or damaged.
 */
async function main(workspace: string, rounds: number): Promise<void> {
  const paths = runPaths(workspace);
  const path = paths.section('mine', 'dataset');
  const { dataset } = resolveExperiment({}, 'experiment.ts');
  mkdirSync(dirname(path), { recursive: true });
  const counts = { kept: 0, ended: 0 };
  for (let round = 0; round < rounds; round++) {
    writeFileSync(path, JSON.stringify({ seed: round % 3, section: dataset }));
    await executeStage(stage, {
      experiment: 'mine',
      workspace,
      signal: new AbortController().signal,
      emit: ({ kind }) => {
        if (kind === 'kept' || kind === 'ended') counts[kind]++;
      },
    });
    const output = await StageOutput.open(paths.output('mine', 'ingest'), z.object({ seed: z.literal(round % 3) }));
    for (const name of Object.keys(output.manifest.files)) await output.read(name);
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
      await output.writeBlob(`common-${file}.bin`, Buffer.from(`common ${(seed + file) % 5}`));
      await setTimeout(5 * Math.random());
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
