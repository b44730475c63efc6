import { runStage } from '@amcl/stage';
import { showOnTerminal } from '@amcl/terminal';
import { report } from './report';

void runStage(report, [showOnTerminal]);
