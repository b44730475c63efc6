import { readFile, statfs } from 'node:fs/promises';
import { cpus, freemem, totalmem } from 'node:os';
import { gpuMetrics } from './gpu-metrics';

const MEGABYTE = 1e6;

/** Readings of counters that only grow. */
interface Counters {
  readonly busy: number;
  readonly total: number;
  readonly received: number;
  readonly transmitted: number;
}

/**
 * Measures the machine as MLflow's own clients do, by their names, which its UI draws in a tab of their own. CPU and network are
 * those since the measurement before.
 */
export class SystemMetrics {
  private before: Counters | null = null;
  private first: Counters | null = null;

  /** @param folder on the disk to be measured */
  constructor(private readonly folder: string) {}

  /** Figures by name, `system/...`; the first time without those that need two readings. */
  async measure(): Promise<Record<string, number>> {
    const [now, disk, gpus] = await Promise.all([this.counters(), statfs(this.folder), gpuMetrics()]);
    const { before } = this;
    this.before = now;
    this.first ??= now;
    const [total, free] = [totalmem(), freemem()];
    const [size, available] = [disk.blocks * disk.bsize, disk.bavail * disk.bsize];
    const figures: Record<string, number> = {
      system_memory_usage_megabytes: (total - free) / MEGABYTE,
      system_memory_usage_percentage: (100 * (total - free)) / total,
      disk_usage_megabytes: (size - disk.bfree * disk.bsize) / MEGABYTE,
      disk_usage_percentage: (100 * (size - disk.bfree * disk.bsize)) / size,
      disk_available_megabytes: available / MEGABYTE,
      ...gpus,
    };
    if (before !== null && now.total > before.total)
      figures['cpu_utilization_percentage'] = (100 * (now.busy - before.busy)) / (now.total - before.total);
    if (before !== null && now.received > 0) {
      figures['network_receive_megabytes'] = (now.received - this.first.received) / MEGABYTE;
      figures['network_transmit_megabytes'] = (now.transmitted - this.first.transmitted) / MEGABYTE;
    }
    return Object.fromEntries(Object.entries(figures).map(([name, value]) => [`system/${name}`, round(value)]));
  }

  private async counters(): Promise<Counters> {
    let [busy, total] = [0, 0];
    for (const { times } of cpus()) {
      const all = times.user + times.nice + times.sys + times.irq + times.idle;
      [busy, total] = [busy + all - times.idle, total + all];
    }
    return { busy, total, ...(await networkBytes()) };
  }
}

/** Bytes through all interfaces but the loopback since the system started; 0 where Linux does not say. */
async function networkBytes(): Promise<{ received: number; transmitted: number }> {
  const text = await readFile('/proc/net/dev', 'utf8').catch(() => '');
  let [received, transmitted] = [0, 0];
  for (const line of text.split('\n')) {
    const [name = '', rest = ''] = line.split(':');
    const columns = rest.trim().split(/\s+/).map(Number);
    if (name.trim() === 'lo' || columns.length < 9) continue;
    received += columns[0] ?? 0;
    transmitted += columns[8] ?? 0;
  }
  return { received, transmitted };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
