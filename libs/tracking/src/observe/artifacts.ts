import { ingestResultSchema, linearProbeResultSchema } from '@amcl/results';
import type { Manifest } from '@amcl/artifacts';

/** Files that people look at, and the encoder. Shards, features and the heads stay on the machine that made them. */
const WANTED = [/\.html$/, /\.png$/, /\.svg$/, /\.csv$/, /\.json$/, /\.jsonl$/, /^encoder\.safetensors$/];

/** Of an output, the files that are kept in MLflow. */
export function wantedFiles(manifest: Manifest): string[] {
  const files = Object.keys(manifest.files).filter((name) => WANTED.some((pattern) => pattern.test(name)));
  return [...files, 'manifest.json', 'run.json'];
}

/** The confusion matrix of a linear probe as CSV, a row a true class; null for another stage's result. */
export function confusionCsv(result: unknown, ingestResult: unknown): string | null {
  const { data } = linearProbeResultSchema.safeParse(result);
  if (data === undefined) return null;
  const { confusion } = data.trained.probe;
  const names = ingestResultSchema.safeParse(ingestResult).data?.classNames ?? confusion.map((_, at) => String(at));
  const rows = confusion.map((counts, at) => [names[at] ?? String(at), ...counts]);
  return [['true \\ predicted', ...names], ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function cell(value: string | number): string {
  const text = String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
