import { defineConfig } from 'vitest/config';

const reporters = ['default', './tools/plain-summary-reporter.ts'];

/**
 * unit: beside the source, no process started. integration: whatever spans modules or starts servers; two files at
 * a time, since each waits for its servers half of the time. corpus: real documents that are not part of the project.
 */
export default defineConfig({
  test: {
    reporters,
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['{shared,functions,apps,tools}/**/*.test.ts'], testTimeout: 20_000 },
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
