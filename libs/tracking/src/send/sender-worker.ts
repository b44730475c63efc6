import { parentPort, workerData } from 'node:worker_threads';
import { keptServer, Transport } from '../client';
import { ServerSpools } from '../spool/spool-folder';
import { SystemMetrics } from '../system/system-metrics';
import { SystemSampler } from '../system/system-sampler';
import { Sender } from './sender';
import type { ThreadOrder, ThreadSetting } from './sender-thread';

// The thread of `SenderThread`.
const { workspace, spools, uri, sampling } = workerData as ThreadSetting;
const sender = new Sender(new Transport(keptServer(uri)), new ServerSpools(spools, uri));
const sampler = sampling === null ? null : new SystemSampler(new SystemMetrics(workspace), sampling);

parentPort?.on('message', (order: ThreadOrder) => {
  if (order.kind === 'begin') sampler?.start(order.lines, order.step);
  if (order.kind === 'end') sampler?.stop();
  if (order.kind === 'finish') void sender.finish().then((rest) => parentPort?.postMessage(rest));
});
