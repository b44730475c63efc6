import type { Row } from './row';
import { runRow, type RowResult } from './run-row';
import { WorkspaceCopy } from './workspace-copy';

/** Most of a run is one process at a time. */
const COPIES = 2;

/**
 * Does rows in copies of the repository, several at once.
 * @param onRow is given them in their order, each as soon as those before it are there
 * @throws Error when the experiment fails before anything was changed
 */
export async function runTable(rows: readonly Row[], onRow: (result: RowResult) => void): Promise<RowResult[]> {
  const results: (RowResult | undefined)[] = rows.map(() => undefined);
  const queue = [...rows.entries()];
  let told = 0;
  const work = async (): Promise<void> => {
    const copy = new WorkspaceCopy();
    const remove = (): void => copy.remove();
    process.once('exit', remove);
    try {
      await copy.run();
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const [index, row] = next;
        results[index] = await runRow(row, copy);
        for (let result = results[told]; result !== undefined; result = results[++told]) onRow(result);
      }
    } finally {
      copy.remove();
      process.off('exit', remove);
    }
  };
  await Promise.all(Array.from({ length: Math.min(COPIES, rows.length) }, work));
  return results as RowResult[];
}
