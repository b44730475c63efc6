export { showOnTerminal } from './show-on-terminal';
