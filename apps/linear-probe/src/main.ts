import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { trackWithMlflow } from '@amcl/tracking';
import { linearProbe } from './linear-probe';

void runStage(linearProbe, [showOnTerminal, trackWithMlflow]);
