import { extend } from '@amcl/experiment';
import quickstart from '../quickstart/experiment';

/** The quickstart at two learning rates and two temperatures; of the last two runs one that falls behind is stopped early. */
export default extend(quickstart, {
  sweep: {
    parameters: {
      'pretrain.optimizer.lr': { values: [0.03, 0.06] },
      'pretrain.method.temperature': { values: [0.2, 0.5] },
    },
    earlyStopping: { startupRuns: 2 },
  },
  report: { title: 'Quickstart: a small sweep' },
});
