import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { createIngest } from '../ingest';
import { TinyDataSet } from './tiny-data-set';

// The stage's program with a small data set: for tests that need a file system of their own.
void runStage(createIngest({ cifar10: new TinyDataSet() }), [showOnTerminal]);
