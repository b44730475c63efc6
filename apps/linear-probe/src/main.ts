import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { linearProbe } from './linear-probe';

void runStage(linearProbe, [showOnTerminal]);
