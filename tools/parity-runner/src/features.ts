import { readFileSync, writeFileSync } from 'node:fs';
import { encodeSafetensors, UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { evalScope, resnet, type ResNetName, type StemName } from '@amcl/models';
import { randomStream } from '@amcl/random';
import { loadEncoder } from '@amcl/training';
import * as tf from '@tensorflow/tfjs-core';
import { Command, Option } from 'commander';

interface Options {
  readonly encoder: string;
  readonly name: ResNetName;
  readonly stem: StemName;
  readonly width: number;
  readonly size: number;
  readonly out: string;
}

const IMAGES = 4;

const program = new Command('features')
  .description(
    'Features of random images by an encoder, in eval mode, as safetensors: images [N, 3, H, W] and features [N, F]. ' +
      'tools/parity/check_checkpoint.py compares them with PyTorch.',
  )
  .requiredOption('--encoder <file>', "encoder.safetensors of stage pretrain, or any file of torchvision's names")
  .requiredOption('--out <file>', 'what is written')
  .addOption(new Option('--name <resnet>').choices(['resnet18', 'resnet34', 'resnet50']).default('resnet18'))
  .addOption(new Option('--stem <stem>').choices(['cifar', 'imagenet']).default('cifar'))
  .option('--width <factor>', 'of the channels', Number, 1)
  .option('--size <pixels>', 'side of an image', Number, 32)
  .action(run);

async function run({ encoder: file, name, stem, width, size, out }: Options): Promise<void> {
  await openEngine({ backend: 'auto' });
  const encoder = resnet({ name, stem, width });
  const random = randomStream(1, 'parity/features');
  const images = Float32Array.from({ length: IMAGES * 3 * size * size }, () => random.normal());
  const features = tf.tidy(() => {
    const weights = loadEncoder(encoder, readFileSync(file), file);
    const x = tf.transpose(tf.tensor4d(images, [IMAGES, 3, size, size]), [0, 2, 3, 1]);
    return encoder.forward(x, evalScope(weights)).dataSync<'float32'>();
  });
  writeFileSync(
    out,
    encodeSafetensors({
      images: { dtype: 'F32', shape: [IMAGES, 3, size, size], data: images },
      features: { dtype: 'F32', shape: [IMAGES, encoder.features], data: new Float32Array(features) },
    }),
  );
  console.log(`${out}: ${IMAGES} images of ${size} x ${size} by ${name}, ${stem} stem, ${encoder.features} features`);
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
