import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { pretrain } from './pretrain';

void runStage(pretrain, [showOnTerminal]);
