import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { ingest } from './ingest';

void runStage(ingest, [showOnTerminal]);
