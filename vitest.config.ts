import { defineConfig } from 'vitest/config';

const reporters = ['default', './tools/plain-summary-reporter.ts'];

/** Unit tests that need modules as nobody has used them before: each of these files has a process to itself. */
const ALONE = ['shared/masking/without-vectors.test.ts'];

/**
 * unit: beside the source. Its files share their processes and what these have loaded, since loading would take longer than the tests; what a
 * test spied on or stubbed is put back after it. alone: unit tests that cannot share. integration: whatever spans modules or starts servers;
 * two files at a time, since each waits for its servers half of the time. corpus: real documents that are not part of the project.
 */
export default defineConfig({
  test: {
    reporters,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{shared,functions,apps,tools}/**/*.test.ts'],
          exclude: ALONE,
          testTimeout: 20_000,
          maxWorkers: 2,
          isolate: false,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, testTimeout: 20_000, maxWorkers: 2 },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/corpus/**'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
          globalSetup: ['test/support/build-bundle.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'corpus',
          include: ['test/corpus/**/*.test.ts'],
          testTimeout: 600_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
