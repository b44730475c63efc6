import { execFile } from 'node:child_process';

const QUERY = 'index,utilization.gpu,memory.used,memory.total,power.draw';
const MEBIBYTE = 1.048576;

let absent = false;

/** Figures of each NVIDIA GPU, by MLflow's names without `system/`; none where there is no nvidia-smi. */
export async function gpuMetrics(): Promise<Record<string, number>> {
  if (absent) return {};
  const text = await query();
  absent = text === null;
  return parseGpus(text ?? '');
}

/** @param text what nvidia-smi prints as CSV without header and units, a line a GPU; what it does not know is `[N/A]` */
export function parseGpus(text: string): Record<string, number> {
  const figures: Record<string, number> = {};
  for (const line of text.trim().split('\n')) {
    const [index = NaN, utilization = NaN, used = NaN, total = NaN, power = NaN] = line.split(',').map(Number);
    if (Number.isNaN(index)) continue;
    const named = {
      utilization_percentage: utilization,
      memory_usage_megabytes: used * MEBIBYTE,
      memory_usage_percentage: (100 * used) / total,
      power_usage_watts: power,
    };
    for (const [name, value] of Object.entries(named))
      if (!Number.isNaN(value)) figures[`gpu_${index}_${name}`] = value;
  }
  return figures;
}

function query(): Promise<string | null> {
  const args = [`--query-gpu=${QUERY}`, '--format=csv,noheader,nounits'];
  return new Promise((resolve) =>
    execFile('nvidia-smi', args, { timeout: 5000 }, (error, stdout) => resolve(error ? null : stdout)),
  );
}
