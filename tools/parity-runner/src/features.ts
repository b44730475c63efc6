import { readFileSync, writeFileSync } from 'node:fs';
import { encodeSafetensors, UserError } from '@amcl/artifacts';
import { openEngine } from '@amcl/engine';
import { loadSafetensors, resnet, type ResNetName, type StemName } from '@amcl/models';
import { randomStream } from '@amcl/random';
import { FrozenEncoder } from '@amcl/training';
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
  const frozen = new FrozenEncoder(encoder, loadSafetensors(encoder, readFileSync(file), file), { capture: true });
  const nhwc = tf.tidy(() =>
    tf.transpose(tf.tensor4d(images, [IMAGES, 3, size, size]), [0, 2, 3, 1]).dataSync<'float32'>(),
  );
  const features = await frozen.encode({
    count: IMAGES,
    imageShape: [size, size, 3],
    batches: [{ count: IMAGES, images: nhwc }],
  });
  frozen.dispose();
  writeFileSync(
    out,
    encodeSafetensors({
      images: { dtype: 'F32', shape: [IMAGES, 3, size, size], data: images },
      features: { dtype: 'F32', shape: [IMAGES, encoder.features], data: features },
    }),
  );
  console.log(`${out}: ${IMAGES} images of ${size} x ${size} by ${name}, ${stem} stem, ${encoder.features} features`);
}

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? error.message : error);
});
