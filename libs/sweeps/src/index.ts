export { adaptPretraining } from './adapt-pretraining';
export { stopBars, type Monitored } from './stop-bars';
export { provideOptuna, Tpe, type Outcome } from './tpe/tpe';
