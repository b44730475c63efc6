import { appendFileSync } from 'node:fs';
import type { SpoolLine } from '../spool/spool-line';
import type { SystemMetrics } from './system-metrics';

/** Appends measurements of the machine to a spool, at an interval, from when it is told until it is stopped. */
export class SystemSampler {
  private timer: NodeJS.Timeout | null = null;
  private step = 0;

  /** @param seconds between two measurements */
  constructor(
    private readonly metrics: SystemMetrics,
    private readonly seconds: number,
  ) {}

  /**
   * @param lines the file of the spool
   * @param step of the first measurement: a run that goes on counts on
   */
  start(lines: string, step: number): void {
    this.stop();
    this.step = step;
    void this.sample(lines);
    this.timer = setInterval(() => void this.sample(lines), this.seconds * 1000);
  }

  stop(): void {
    if (this.timer !== null) clearInterval(this.timer);
    this.timer = null;
  }

  private async sample(lines: string): Promise<void> {
    const values = await this.metrics.measure();
    if (this.timer === null) return;
    const line: SpoolLine = { kind: 'metrics', time: Date.now(), step: this.step++, values };
    appendFileSync(lines, `${JSON.stringify(line)}\n`);
  }
}
