import { UserError } from '@amcl/artifacts';
import { Command } from 'commander';
import { benchAll, type AllBench } from './all/bench-all';
import { PARTS } from './all/parts';
import { benchAmcl, type AmclBench } from './bench-amcl';
import { benchAugmentation, type AugmentationBench } from './bench-augmentation';
import { benchCurve, type CurveBench } from './bench-curve';
import { benchGpu, type GpuBench } from './bench-gpu';
import { benchIngest, type IngestBench } from './bench-ingest';
import { benchJpeg, type JpegBench } from './bench-jpeg';
import { benchKill, type KillBench } from './bench-kill';
import { benchMemory, type MemoryBench } from './bench-memory';
import { benchMethods, type MethodsBench } from './bench-methods';
import { benchPeak, type PeakBench } from './bench-peak';
import { benchPretrain, type PretrainBench } from './bench-pretrain';
import { benchProfile, type ProfileBench } from './bench-profile';
import { benchTracking, type TrackingBench } from './bench-tracking';
import { choice, limit, peer, rounds, whole, wholes, withSetting } from './options';

const program = new Command('bench').description(
  'Benchmarks: a table on standard error, JSON on standard output. Rivals run in alternation with ours, as ratios: machines drift.',
);
const METHODS = ['simclr', 'moco', 'simsiam', 'barlow-twins'];
const device = choice('--device <name>', 'where', ['cpu', 'gpu']);

program
  .command('all')
  .description(
    'every figure of docs/performance.md, into its table and performance.json beside it, a row as soon as it is measured',
  )
  .option('--only <part...>', `measure these and keep the other rows: ${PARTS.map(({ name }) => name).join(', ')}`)
  .option('--accuracy', 'measure the accuracy in bfloat16, too: six runs of the quickstart through Nx', false)
  .option(...rounds(3))
  .option(...limit)
  .option('--peer <python>', 'a Python that has torch, torchvision, lightly and kornia, to compare with')
  .option('--trial', 'at sizes of seconds, into .amcl/bench-trial: to see whether all of it runs', false)
  .action((options: AllBench) => benchAll(options));

withSetting(program.command('pretrain'), 128)
  .description("views/s of the training step, of the whole stage, and of PyTorch's step")
  .addOption(device)
  .option('--steps <n>', 'steps a round', whole, 3)
  .option('--no-stage', 'leave the whole stage out')
  .option(...rounds(5))
  .option(...peer)
  .option('--compile', "PyTorch's step by torch.compile, too, which takes a C++ compiler and a minute or more", false)
  .option(...limit)
  .action((options: PretrainBench) => benchPretrain(options));

withSetting(program.command('profile'), 128)
  .description('where the time of a captured step goes: by type of operation, by layer, and outside operations')
  .addOption(device)
  .option('--steps <n>', 'steps that are traced', whole, 2)
  .action((options: ProfileBench) => benchProfile(options));

withSetting(program.command('peak'), 512)
  .description("peak resident size of the process that trains, ours and PyTorch's, each on its own")
  .option('--steps <n>', 'steps', whole, 3)
  .option(...peer)
  .option('--limit <seconds>', 'that each may take for its steps', whole, 600)
  .action((options: PeakBench) => benchPeak(options));

program
  .command('gpu')
  .description("the training step on a GPU in float32 and bfloat16, beside PyTorch's: views/s and GPU memory")
  .option('--batches <n...>', 'images a step (default: 128 512)', wholes)
  .option('--width <factor>', 'of ResNet-18', Number, 1)
  .option('--steps <n>', 'steps a round', whole, 20)
  .option(...rounds(5))
  .option('--peer <python>', 'a Python that has torch for CUDA, and torchvision')
  .action(({ batches = [128, 512], ...options }: Omit<GpuBench, 'batches'> & Partial<GpuBench>) =>
    benchGpu({ batches, ...options }),
  );

program
  .command('amcl')
  .description('training step with AMCL over the step without, of the recipes cifar10-<method>')
  .option('--batch <n>', 'images a step', whole, 128)
  .option('--width <factor>', 'of ResNet-18', Number, 1)
  .option('--steps <n>', 'steps a round', whole, 3)
  .option(...rounds(5))
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
  .option('--seeds <n...>', 'seeds (default: 1 2 3)', wholes)
  .action((experiments: string[], { seeds = [1, 2, 3] }: Partial<MethodsBench>) =>
    benchMethods({ experiments, seeds }),
  );

program
  .command('curve')
  .description(
    "loss and kNN of an experiment's seeds, and of the same training by lightly on PyTorch: within the spread of the seeds?",
  )
  .argument('[experiment]', 'with several seeds', 'reach-curve')
  .requiredOption(...peer)
  .option('--window <n>', 'steps whose losses are averaged', whole, 16)
  .action((experiment: string, options: CurveBench) => benchCurve(experiment, options));

program
  .command('augmentation')
  .description("views/s of the SimCLR recipe in one thread, and of lightly's and kornia's transforms")
  .option(...rounds(5))
  .option('--peer <python>', 'a Python that has torch and lightly, and kornia to compare with that, too')
  .action((options: AugmentationBench) => benchAugmentation(options));

program
  .command('jpeg')
  .description("views/s of 224x224 from JPEGs of 500x375 in one thread, and of torchvision's and lightly's on PIL")
  .option('--images <n>', 'JPEGs that take turns', whole, 32)
  .option(...rounds(5))
  .option(...peer)
  .action((options: JpegBench) => benchJpeg(options));

program
  .command('memory')
  .description('tensors and resident size over many steps')
  .option('--batch <n>', 'images a step', whole, 64)
  .option('--width <factor>', 'of ResNet-18', Number, 0.25)
  .option('--steps <n>', 'steps after the warm-up', whole, 200)
  .action((options: MemoryBench) => benchMemory(options));

program
  .command('ingest')
  .description('time and peak resident size of the program that ingests an archive of the size and format of STL-10')
  .option('--images <n>', 'of 96 x 96 without a label', whole, 100_000)
  .action((options: IngestBench) => benchIngest(options));

program
  .command('tracking')
  .description('a training of 10,000 points tracked in a real MLflow server on this machine, over one that is not')
  .option('--points <n>', 'of a run, four a step', whole, 10_000)
  .option('--batch <n>', 'images a step', whole, 16)
  .option('--width <factor>', 'of ResNet-18', Number, 0.25)
  .option(...rounds(3))
  .action((options: TrackingBench) => benchTracking(options));

program
  .command('kill')
  .description(
    'an experiment pre-trained through Nx with SIGKILLs at random steps ends with the encoder of an uninterrupted run',
  )
  .argument('<experiment>', 'its stages before pretrain must have run')
  .option('--times <n>', 'kills', whole, 5)
  .option('--seed <n>', 'of the steps', whole, 1)
  .action((experiment: string, options: KillBench) => benchKill(experiment, options));

program.parseAsync().catch((error: unknown) => {
  // What a user can mend is told in a line; anything else with where it happened.
  console.error(error instanceof UserError ? error.message : error);
  process.exitCode = 1;
});
