import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{libs,apps,tools}/**/src/**/*.spec.ts'],
    environment: 'node',
    // Tests of stages wait neither for one another nor for a training of the machine.
    env: { AMCL_TRAININGS: '64' },
    pool: 'forks',
    testTimeout: 60_000,
  },
});
