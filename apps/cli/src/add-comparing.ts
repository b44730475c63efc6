import type { Command } from 'commander';
import { describeList } from './list/describe-list';
import { listExperiments } from './list/list-experiments';

/** Adds the commands that look at experiments: `list` and `compare`. */
export function addComparing(program: Command): void {
  program
    .command('list')
    .description(
      'the experiments, whether the outputs of their stages are up to date and why not, and their last results',
    )
    .argument('[experiment...]', 'those that are meant; all without')
    .option('--json', 'print everything as JSON')
    .action(async (names: string[], { json }: { json?: boolean }) => {
      const experiments = await listExperiments(process.cwd(), names, process.env);
      console.log(json === true ? JSON.stringify(experiments, null, 2) : describeList(experiments));
      if (names.length > 0 && experiments.some(({ error }) => error !== null)) process.exitCode = 1;
    });
}
