import { keptServer, Transport } from './client';
import { sendAll } from './send/send-all';
import { countWaiting, describeWaiting, type Waiting } from './send/waiting';
import { ServerSpools } from './spool/spool-folder';

/** What came of the sending to one server. */
export interface SyncResult {
  /** Address of the server. */
  readonly server: string;
  readonly sent: number;
  /** What it does not have yet. */
  readonly waiting: Waiting;
  /** Why; empty where it has all. */
  readonly problems: readonly string[];
}

export interface SyncOptions {
  /** Told of progress: points sent, of those that waited. */
  readonly onProgress?: (server: string, sent: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Sends all that waits in a workspace, to each server its own. Never rejects because of a server. */
export async function syncAll(workspace: string, options: SyncOptions = {}): Promise<SyncResult[]> {
  const results: SyncResult[] = [];
  for (const spools of ServerSpools.all(workspace)) results.push(await syncServer(spools, options));
  return results;
}

async function syncServer(spools: ServerSpools, { onProgress, signal }: SyncOptions): Promise<SyncResult> {
  const before = countWaiting(spools);
  const problems: string[] = [];
  let sent = 0;
  const onPoints = (points: number): void => {
    sent += points;
    onProgress?.(spools.uri, sent, before.points);
  };
  try {
    const transport = new Transport(keptServer(spools.uri));
    const { busy, refused } = await sendAll({
      transport,
      spools,
      signal: signal ?? new AbortController().signal,
      onPoints,
    });
    for (const [path, message] of refused) problems.push(`${message} (${path})`);
    if (busy > 0) problems.push('another process is sending some of it: wait for it, or run this again');
  } catch (error) {
    problems.push(error instanceof Error ? error.message : String(error));
  }
  return { server: spools.uri, sent, waiting: countWaiting(spools), problems };
}

export { describeWaiting, type Waiting };
