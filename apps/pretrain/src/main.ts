import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { trackWithMlflow } from '@amcl/tracking';
import { pretrain } from './pretrain';

void runStage(pretrain, [showOnTerminal, trackWithMlflow]);
