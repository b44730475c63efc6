import { readFile } from 'node:fs/promises';
import { digest, parseJson, UserError } from '@amcl/artifacts';
import { runPaths, type SectionName } from '@amcl/stage';
import { z } from 'zod';
import { flatten } from './flatten';
import type { SectionSettings } from './report-data';

const fileSchema = z.strictObject({ seed: z.int(), section: z.record(z.string(), z.unknown()) });

/** A section of the experiment and the stage that worked by it. */
export interface SettingsSource {
  readonly workspace: string;
  readonly experiment: string;
  readonly section: SectionName;
  /** Digest of section and seed in the manifest of the stage. */
  readonly config: string;
}

/**
 * The settings of a section as target `resolve` wrote them, checked to be those by which the stage worked.
 * @throws UserError when they are missing or have changed since
 */
export async function readSettings({
  workspace,
  experiment,
  section,
  config,
}: SettingsSource): Promise<SectionSettings> {
  const path = runPaths(workspace).section(experiment, section);
  const text = await readFile(path, 'utf8').catch(() => null);
  const parsed = text === null ? null : fileSchema.safeParse(parseJson(text));
  if (!parsed?.success || digest(parsed.data) !== config)
    throw new UserError(
      `Expected ${path} to hold the settings of section ${section} by which its stage worked, but it is missing or other. ` +
        `Run the whole experiment again: npx nx run ${experiment}:report`,
    );
  return { name: section, settings: flatten(parsed.data.section) };
}
