import { InvalidArgumentError, Option, type Command } from 'commander';

/** A Python to compare with. */
export const peer = ['--peer <python>', 'a Python that has torch and torchvision, to compare with'] as const;

/** @param count unless given */
export const rounds = (count: number) => ['--rounds <n>', 'rounds after the warm-up', whole, count] as const;

export const limit = [
  '--limit <seconds>',
  'that a rival may take for a round, compilation included',
  whole,
  600,
] as const;

/** The options of what is trained how. @param batch unless given */
export function withSetting(command: Command, batch: number): Command {
  return command
    .option('--batch <n>', 'images a step, of two views each', whole, batch)
    .option('--width <factor>', 'of every layer of the encoder', Number, 1)
    .addOption(choice('--encoder <name>', 'of both', ['resnet18', 'resnet50']))
    .addOption(choice('--stem <name>', 'cifar: 3x3; imagenet: 7x7 of stride 2 and max-pooling', ['cifar', 'imagenet']))
    .option('--size <pixels>', 'side of a view', whole, 32)
    .addOption(choice('--precision <name>', 'of the encoder', ['float32', 'bfloat16']));
}

/** @param names the first is the default */
export function choice(flags: string, description: string, names: readonly string[]): Option {
  return new Option(flags, description).choices(names).default(names[0]);
}

/** A whole number above 0. */
export function whole(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new InvalidArgumentError('Expected a whole number above 0.');
}

/** For an option of several whole numbers. */
export function wholes(text: string, list: readonly number[] | undefined): number[] {
  return [...(list ?? []), whole(text)];
}
