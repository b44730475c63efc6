export { createNodesV2 } from './create-nodes';
export { postTasksExecution } from './post-tasks-execution';
