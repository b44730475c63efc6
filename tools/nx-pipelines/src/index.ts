export { createNodesV2 } from './create-nodes';
