import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UserError, writeAtomic } from '@amcl/artifacts';
import { z } from 'zod';
import { curveRecordSchema, type CurveRecord } from './curve-record';
import { experimentRecordSchema, type ExperimentRecord } from './experiment-record';
import { searchRecordSchema, type SearchRecord } from './search-record';

const FOLDER = join('docs', 'results');

/** The records that there are, by experiment. */
export class Records {
  constructor(private readonly workspace: string) {}

  /** Null where the experiment has none yet. */
  experiment(name: string): ExperimentRecord | null {
    return this.read(name, experimentRecordSchema);
  }

  search(name: string): SearchRecord | null {
    return this.read(name, searchRecordSchema);
  }

  curve(name: string): CurveRecord | null {
    return this.read(name, curveRecordSchema);
  }

  async write(record: ExperimentRecord | SearchRecord): Promise<string> {
    const path = join(FOLDER, `${record.experiment}.json`);
    await writeAtomic(join(this.workspace, path), `${JSON.stringify(record, null, 1)}\n`.replace(NUMBERS, oneLine));
    return path;
  }

  private read<T>(name: string, schema: z.ZodType<T>): T | null {
    const path = join(this.workspace, FOLDER, `${name}.json`);
    if (!existsSync(path)) return null;
    const parsed = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
    throw new UserError(
      `${path} is no record of results: ${z.prettifyError(parsed.error)}\nMake it again: npm run results`,
    );
  }
}

/** A list of numbers over several lines. */
const NUMBERS = /\[\s*-?[\d.e+-]+(?:,\s*-?[\d.e+-]+)*\s*\]/g;
const oneLine = (list: string): string => list.replace(/\s+/g, ' ').replace('[ ', '[').replace(' ]', ']');
