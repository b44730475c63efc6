import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { trackWithMlflow } from '@amcl/tracking';
import { report } from './report';

void runStage(report, [showOnTerminal, trackWithMlflow]);
