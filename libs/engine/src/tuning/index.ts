export { kernelChoiceSchema, choicesDigest, type Kernel, type KernelChoice, type TunedKernel } from './kernel-choice';
export { readTable, removeTable, type KernelTable } from './kernel-table';
export { tablePlace, type TableOwner, type TablePlace } from './table-place';
