import type { Command } from 'commander';
import { compareExperiments } from './compare/compare-experiments';
import { describeComparison } from './compare/describe-comparison';
import { describeCosts } from './cost/describe-costs';
import { listCosts } from './cost/list-costs';
import { measureSpeed } from './cost/measure-speed';
import { describeList } from './list/describe-list';
import { listExperiments } from './list/list-experiments';
import { describeWhy } from './why/describe-why';

async function printCosts(names: readonly string[], json: boolean): Promise<void> {
  const costs = await listCosts({
    workspace: process.cwd(),
    names,
    environment: process.env,
    measure: measureSpeed,
    onMeasure: (experiment, index, of) => console.error(`measuring a step (${index} of ${of}): ${experiment}`),
  });
  console.log(json ? JSON.stringify(costs, null, 2) : describeCosts(costs));
  if (names.length > 0 && costs.some(({ error }) => error !== null)) process.exitCode = 1;
}

/** Adds the commands that look at experiments: `list`, `why` and `compare`. */
export function addComparing(program: Command): void {
  program
    .command('list')
    .description(
      'the experiments, whether the outputs of their stages are up to date and why not, and their last results',
    )
    .argument('[experiment...]', 'those that are meant; all without')
    .option(
      '--cost',
      'what they will cost, in core-hours, before they are run; a step of which nothing is known is measured first',
    )
    .option('--json', 'print everything as JSON')
    .action(async (names: string[], { json, cost }: { json?: boolean; cost?: boolean }) => {
      if (cost === true) return printCosts(names, json === true);
      const experiments = await listExperiments(process.cwd(), names, process.env);
      console.log(json === true ? JSON.stringify(experiments, null, 2) : describeList(experiments));
      if (names.length > 0 && experiments.some(({ error }) => error !== null)) process.exitCode = 1;
    });

  program
    .command('why')
    .description(
      'what changed since an experiment was run last, by stage: settings, files of code, packages, engine, inputs',
    )
    .argument('<experiment>')
    .argument('[stage]', 'the one that is meant; all without')
    .option('--json', 'print everything as JSON')
    .action(async (name: string, stage: string | undefined, { json }: { json?: boolean }) => {
      const [state] = await listExperiments(process.cwd(), [name], process.env);
      if (state === undefined) return;
      const text = describeWhy(state, stage ?? null);
      const stages = state.stages.filter((one) => stage === undefined || one.stage === stage);
      console.log(json === true ? JSON.stringify({ ...state, stages }, null, 2) : text);
    });

  program
    .command('compare')
    .description('results of experiments beside each other, as a table and a page; runs what is not up to date first')
    .argument('<experiment...>', 'the others are compared with the first; one alone shows its own seeds and points')
    .option('--no-run', 'compare what is there')
    .option('--json', 'print everything as JSON, and nothing else')
    .action(async (names: string[], { run, json = false }: { run: boolean; json?: boolean }) => {
      const comparison = await compareExperiments(names, {
        workspace: process.cwd(),
        environment: process.env,
        run,
        output: json ? 'stderr' : 'inherit',
        warn: (text) => console.error(`warning: ${text}`),
      });
      console.log(
        json ? JSON.stringify(comparison, null, 2) : `\n${describeComparison(comparison)}\n\n${comparison.page}`,
      );
    });
}
