import { Command, InvalidArgumentError, Option } from 'commander';
import { benchAmcl, type AmclBench } from './bench-amcl';
import { benchAugmentation, type AugmentationBench } from './bench-augmentation';
import { benchKill, type KillBench } from './bench-kill';
import { benchMemory, type MemoryBench } from './bench-memory';
import { benchMethods, type MethodsBench } from './bench-methods';
import { benchPretrain, type PretrainBench } from './bench-pretrain';

const program = new Command('bench').description(
  'Benchmarks: a table on standard error, JSON on standard output. Rivals run in alternation with ours, as ratios: machines drift.',
);
const peer = ['--peer <python>', 'a Python that has torch and torchvision, to compare with'] as const;
const METHODS = ['simclr', 'moco', 'simsiam', 'barlow-twins'];
const precision = new Option('--precision <name>', 'of the encoder')
  .choices(['float32', 'bfloat16'])
  .default('float32');
const rounds = ['--rounds <n>', 'rounds after the warm-up', whole, 5] as const;

program
  .command('pretrain')
  .description("views/s of the training step, of the whole stage, and of PyTorch's step")
  .option('--batch <n>', 'images a step', whole, 128)
  .option('--width <factor>', 'of ResNet-18', Number, 1)
  .addOption(precision)
  .option('--steps <n>', 'steps a round', whole, 3)
  .option(...rounds)
  .option(...peer)
  .action((options: PretrainBench) => benchPretrain(options));

program
  .command('amcl')
  .description('training step with AMCL over the step without, of the recipes cifar10-<method>')
  .option('--batch <n>', 'images a step', whole, 128)
  .option('--steps <n>', 'steps a round', whole, 3)
  .option(...rounds)
  .option('--methods <name...>', 'methods', METHODS)
  .action((options: AmclBench) => benchAmcl(options));

program
  .command('methods')
  .description('experiments with several seeds through Nx, in a table: accuracy by mean and deviation, collapse')
  .argument(
    '[experiments...]',
    'names of pipelines',
    METHODS.flatMap((name) => [`small-${name}`, `small-${name}-amcl`]),
  )
  .option('--seeds <n...>', 'seeds', (text: string, list: number[] | undefined) => [...(list ?? []), whole(text)])
  .action((experiments: string[], { seeds = [1, 2, 3] }: Partial<MethodsBench>) =>
    benchMethods({ experiments, seeds }),
  );

program
  .command('augmentation')
  .description("views/s of the SimCLR recipe in one thread, and of lightly's and kornia's transforms")
  .option(...rounds)
  .option(...peer)
  .action((options: AugmentationBench) => benchAugmentation(options));

program
  .command('memory')
  .description('tensors and resident size over many steps')
  .option('--batch <n>', 'images a step', whole, 64)
  .option('--width <factor>', 'of ResNet-18', Number, 0.25)
  .option('--steps <n>', 'steps after the warm-up', whole, 200)
  .action((options: MemoryBench) => benchMemory(options));

program
  .command('kill')
  .description(
    'an experiment pre-trained through Nx with SIGKILLs at random steps ends with the encoder of an uninterrupted run',
  )
  .argument('<experiment>', 'its stages before pretrain must have run')
  .option('--times <n>', 'kills', whole, 5)
  .option('--seed <n>', 'of the steps', whole, 1)
  .action((experiment: string, options: KillBench) => benchKill(experiment, options));

void program.parseAsync();

function whole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}
