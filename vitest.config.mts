import { defineConfig } from 'vitest/config';

// Nx tells its tasks what they are of and to print in colours. Programs that specs start must not hear it: under Nx they do as by hand.
for (const name of Object.keys(process.env)) if (/^(NX_.*|FORCE_COLOR)$/.test(name)) delete process.env[name];

export default defineConfig({
  test: {
    include: ['{libs,apps,tools}/**/src/**/*.spec.ts'],
    environment: 'node',
    env: {
      // Tests of stages wait neither for one another nor for a training of the machine.
      AMCL_TRAININGS: '64',
      // Several packages are tested at once: the engine's threads would wait for one another, spinning.
      TF_NUM_INTRAOP_THREADS: '1',
    },
    pool: 'forks',
    // One process for the files of a package, which opens the engine once: a third of the time. A test leaves modules and environment as it found them.
    isolate: false,
    // Of `it.concurrent`.
    maxConcurrency: 2,
    // Generous, as several packages are tested at once: a limit is for what hangs.
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});
