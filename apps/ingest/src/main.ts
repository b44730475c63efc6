import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { trackWithMlflow } from '@amcl/tracking';
import { ingest } from './ingest';

void runStage(ingest, [showOnTerminal, trackWithMlflow]);
