import { join } from 'node:path';
import { UserError } from '@amcl/artifacts';
import { Command, InvalidArgumentError } from 'commander';
import { provideMlflow } from './provide-mlflow';
import { startServer } from './start-server';

function port(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value < 65536) return value;
  throw new InvalidArgumentError('Expected a port, 0 (a free one) to 65535.');
}

const say = (line: string): void => console.log(`mlflow-server: ${line}`);

const program = new Command('mlflow-server')
  .description("MLflow's server on this machine, until Ctrl-C")
  .option('--port <number>', 'on the loopback; 0 for a free one', port, 5000)
  .option('--folder <path>', 'of its database and artifacts', join('.amcl', 'mlflow'))
  .action(async (setting: { port: number; folder: string }) => {
    const mlflow = await provideMlflow(say);
    say('starting (10 to 30 s)');
    const end = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort());
    const server = await startServer(mlflow, setting, end.signal).catch((error: unknown) => {
      if (!end.signal.aborted) throw error;
    });
    if (server === undefined) return;
    say(`${server.uri} keeps its runs in ${setting.folder}. Have experiments tracked there:`);
    say(`export MLFLOW_TRACKING_URI=${server.uri}`);
    await server.ended;
    say('ended');
  });

program.parseAsync().catch((error: unknown) => {
  process.exitCode = 1;
  console.error(error instanceof UserError ? `mlflow-server: ${error.message}` : error);
});
