export { batchNormAndBiasNames } from './batch-norm-and-bias-names';
export {
  fromFile,
  toFile,
  WeightsMismatchError,
  type FileSpec,
  type FileTensor,
  type FoundTensor,
} from './files/file-layout';
export { loadSafetensors, type WeightArrays } from './files/load-safetensors';
export { saveSafetensors } from './files/save-safetensors';
export { denseHead, type DenseLayer } from './heads/dense-head';
export { multiHead } from './heads/multi-head';
export { projectionHead, type ProjectionHeadKind, type ProjectionHeadOptions } from './heads/projection-head';
export { wideHidden } from './heads/wide-hidden';
export { initializeBuffers, initializeParameters, type Arrays } from './initialize';
export { batchNormLayer, type BatchNorm, type BatchNormOptions } from './layers/batch-norm-layer';
export { linearLayer, type LinearOptions } from './layers/linear-layer';
export {
  prefixed,
  prefixedScope,
  sequential,
  type BufferSpec,
  type Layout,
  type Module,
  type ParameterSpec,
  type Scope,
} from './module';
export { enqueue } from './momentum/enqueue';
export { momentumCopy } from './momentum/momentum-copy';
export { momentumUpdate } from './momentum/momentum-update';
export { queueBuffer, type QueueOptions } from './momentum/queue-buffer';
export { updateMomentumCopy, type MomentumCopyUpdate } from './momentum/update-momentum-copy';
export type { BlockName } from './resnet/residual-block';
export {
  resnet,
  residualNetwork,
  type Encoder,
  type ResidualNetworkOptions,
  type ResNetName,
  type ResNetOptions,
  type StemName,
} from './resnet/resnet';
export { evalScope, tidyForward, trainingScope, type TrainingScope, type Weights } from './scope';
export { fixedTemperature } from './temperature/fixed-temperature';
export { globalTemperature } from './temperature/global-temperature';
export type { TemperatureLimits } from './temperature/temperature-limits';
export type { TemperatureModule } from './temperature/temperature-module';
export { temperatureNetwork, type TemperatureNetworkOptions } from './temperature/temperature-network';
