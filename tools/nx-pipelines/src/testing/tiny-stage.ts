import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { canonicalJson, sha256, type StageOutput } from '@amcl/artifacts';
import type { Experiment, SectionName } from '@amcl/experiment';
import type { AnyStage, InputName, StageContext, StageName } from '@amcl/stage';

/** What of the table of stages a stage is made of. */
export interface TinyTarget {
  readonly name: string;
  readonly section: string;
  readonly reads: readonly string[];
  readonly usesEngine: boolean;
  readonly summarizes?: boolean;
}

/** Notes which works were done, a line each: stage and key. */
export const RAN = 'ran.txt';
/** Results of the stages by their names, of the schemas that later stages ask for. */
export const RESULTS = 'results.json';

/** For tests: a stage for the real runner that takes a moment, reads all files of its inputs and gives a small and a large one. */
export function tinyStage({
  name,
  section,
  reads,
  usesEngine,
  summarizes = false,
}: TinyTarget): AnyStage<SectionName, InputName, unknown> {
  const head = {
    name: name as StageName,
    section: section as SectionName,
    reads: reads as readonly InputName[],
    usesEngine,
  };
  const work = async (
    settings: Experiment[SectionName],
    inputs: readonly StageOutput<unknown>[],
    { workspace, key, seed, output }: StageContext,
  ): Promise<{ result: unknown }> => {
    appendFileSync(join(workspace, RAN), `${name} ${key}\n`);
    const read = inputs.flatMap((input) => Object.keys(input.manifest.files).map((file) => input.read(file)));
    const digests = (await Promise.all(read)).map(sha256);
    const text = canonicalJson({ seed, settings, digests });
    await output.write('small.json', text);
    await output.writeBlob('large.bin', Buffer.from(sha256(text).repeat(4000)));
    await sleep(100);
    const results = JSON.parse(readFileSync(join(workspace, RESULTS), 'utf8')) as Record<string, unknown>;
    return { result: results[name] };
  };
  return summarizes
    ? {
        ...head,
        summarize: (settings, runs, context) =>
          work(
            settings,
            runs.flatMap(({ inputs }) => Object.values(inputs) as StageOutput<unknown>[]),
            context,
          ),
      }
    : { ...head, run: (settings, inputs, context) => work(settings, Object.values(inputs), context) };
}
