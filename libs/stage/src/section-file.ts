import { parseJson, UserError, type OutputFolder, type StageOutput } from '@amcl/artifacts';
import { sectionSchemas, type Experiment, type SectionName } from '@amcl/experiment';
import type { z } from 'zod';

const FILE = 'section.json';

/** Keeps in an output the section by which it was made. */
export function writeSectionFile(output: OutputFolder, section: object): Promise<void> {
  return output.write(FILE, `${JSON.stringify(section, null, 2)}\n`);
}

/**
 * The section by which an output was made, of a stage that may make it from results (`Stage.adapt`).
 * @throws UserError when the file is missing, damaged or of another version
 */
export async function readSectionFile<S extends SectionName>(
  output: StageOutput<unknown>,
  name: S,
): Promise<Experiment[S]> {
  const schema = sectionSchemas[name] as z.ZodType as z.ZodType<Experiment[S]>;
  const parsed = schema.safeParse(parseJson(Buffer.from(await output.read(FILE)).toString()));
  if (!parsed.success)
    throw new UserError(`${output.path(FILE)} is not of this version. Run the whole experiment again.`);
  return parsed.data;
}
