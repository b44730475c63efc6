import { UserError } from '@amcl/artifacts';
import type { KernelTuner } from '@amcl/engine';
import type { StageContext } from '@amcl/stage';

/** Adds what a step has measured to the table of kernels, and says so. A table that cannot be written costs later trainings time, and this one nothing. */
export async function saveMeasured(tuner: KernelTuner, emit: StageContext['emit']): Promise<void> {
  const { count, seconds } = tuner.measured;
  if (count === 0) return;
  const shapes = `${count} ${count === 1 ? 'shape' : 'shapes'}`;
  const text = `kernels: ${shapes} tuned in ${seconds.toFixed(1)} s, table ${tuner.digest?.slice(0, 12)}`;
  emit({ kind: 'message', level: 'info', text });
  await tuner.save().catch((error: unknown) => {
    if (!(error instanceof UserError)) throw error;
    emit({ kind: 'message', level: 'warning', text: error.message });
  });
}
