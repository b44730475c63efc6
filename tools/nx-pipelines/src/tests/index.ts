export { createNodesV2 } from './create-test-nodes';
