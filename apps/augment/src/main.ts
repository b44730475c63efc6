import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { augment } from './augment';

void runStage(augment, [showOnTerminal]);
