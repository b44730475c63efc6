import { describeWaiting, syncAll, type SyncResult } from '@amcl/tracking/sync';
import { SingleBar } from 'cli-progress';

/** Sends what waits for MLflow servers in a workspace, with a bar on a terminal. */
export async function sync(workspace: string, showProgress: boolean): Promise<SyncResult[]> {
  const bar = showProgress && process.stdout.isTTY ? new ServerBar() : null;
  try {
    return await syncAll(workspace, {
      onProgress: (server, sent, total) => bar?.show(server, sent, total),
    });
  } finally {
    bar?.clear();
  }
}

/** The results as lines for a terminal. */
export function describeSync(results: readonly SyncResult[]): string {
  if (results.length === 0) return 'Nothing waits: no run of this workspace was tracked yet.';
  return results.flatMap(describeServer).join('\n');
}

/** Whether every server has all that was for it. */
export function isComplete(results: readonly SyncResult[]): boolean {
  return results.every(({ waiting, problems }) => problems.length === 0 && describeWaiting(waiting) === '');
}

function describeServer({ server, sent, waiting, problems }: SyncResult): string[] {
  const rest = describeWaiting(waiting);
  const points = `${sent} point${sent === 1 ? '' : 's'} sent`;
  if (problems.length === 0) return [`✓ ${server}  ${points}, ${rest === '' ? 'nothing waits' : `${rest} wait`}`];
  return [
    `✗ ${server}  ${points}, ${rest === '' ? 'some things' : rest} wait`,
    ...problems.map((text) => `  -> ${text}`),
  ];
}

/** A bar that is drawn over itself, one server at a time. */
class ServerBar {
  private bar: SingleBar | null = null;
  private server = '';

  show(server: string, sent: number, total: number): void {
    if (this.server !== server) this.clear();
    this.server = server;
    if (this.bar === null) {
      const format = '{server} {bar} {percentage}%  {value}/{total} points';
      this.bar = new SingleBar({ format, barsize: 24, clearOnComplete: true, hideCursor: true });
      this.bar.start(total, 0, { server });
    }
    this.bar.update(Math.min(sent, total), { server });
  }

  clear(): void {
    this.bar?.stop();
    this.bar = null;
  }
}
