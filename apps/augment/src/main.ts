import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { trackWithMlflow } from '@amcl/tracking';
import { augment } from './augment';

void runStage(augment, [showOnTerminal, trackWithMlflow]);
