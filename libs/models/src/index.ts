export { batchNormAndBiasNames } from './batch-norm-and-bias-names';
export { denseHead, type DenseLayer } from './dense-head';
export {
  fromFile,
  toFile,
  WeightsMismatchError,
  type FileSpec,
  type FileTensor,
  type FoundTensor,
} from './file-layout';
export { initializeBuffers, initializeParameters, type Arrays } from './initialize';
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
export { projectionHead, type ProjectionHeadOptions } from './projection-head';
export type { BlockName } from './residual-block';
export {
  resnet,
  residualNetwork,
  type Encoder,
  type ResidualNetworkOptions,
  type ResNetName,
  type StemName,
} from './resnet';
export { evalScope, trainingScope, type TrainingScope, type Weights } from './scope';
