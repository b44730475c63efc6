import { appendFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { keptServer, Transport } from '../client';
import { ServerSpools } from '../spool/spool-folder';
import type { SpoolLine } from '../spool/spool-line';
import { gitTags } from '../system/git-tags';
import { SystemMetrics } from '../system/system-metrics';
import { SystemSampler } from '../system/system-sampler';
import { Sender } from './sender';
import type { ThreadOrder, ThreadSetting } from './sender-thread';

// The thread of `SenderThread`.
const { workspace, spools, uri, sampling } = workerData as ThreadSetting;
const sender = new Sender(new Transport(keptServer(uri)), new ServerSpools(spools, uri));
const sampler = sampling === null ? null : new SystemSampler(new SystemMetrics(workspace), sampling);

async function describeCode(described: readonly string[]): Promise<void> {
  if (described.length === 0) return;
  const values = await gitTags(workspace);
  if (Object.keys(values).length === 0) return;
  const line: SpoolLine = { kind: 'tags', values };
  for (const path of described) appendFileSync(path, `${JSON.stringify(line)}\n`);
}

let described = Promise.resolve();

parentPort?.on('message', (order: ThreadOrder) => {
  if (order.kind === 'begin') {
    sampler?.start(order.lines, order.step);
    described = described.then(() => describeCode(order.described));
  }
  if (order.kind === 'end') sampler?.stop();
  if (order.kind === 'finish') void described.then(() => sender.finish()).then((rest) => parentPort?.postMessage(rest));
});
