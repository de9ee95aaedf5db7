import { defineConfig } from 'vitest/config';

const reporters = ['default', './tools/plain-summary-reporter.ts'];

/** Unit tests that need modules as nobody has used them before: each of these files has a process to itself. */
const ALONE = ['shared/masking/without-vectors.test.ts'];

/** Tests on an installation whose host is a process of its own: nothing of them stays in the process of the tests. */
const ON_INSTALLATIONS = ['test/e2e/!(planted-*).test.ts'];

/** Two files at a time, since each of those that start servers waits for them half of the time. The same for all but e2e, which then run in one go. */
const maxWorkers = 2;

/** Tests on an installation wait for a sixth of their time or more, and measure nothing that a third file would disturb; they run after all others. */
const whileOthersWait = { maxWorkers: 3, sequence: { groupOrder: 1 } };

/** Files share their processes and what these have loaded, since loading would take longer than many a test. */
const shared = { maxWorkers, isolate: false };

const integration = {
  testTimeout: 120_000,
  hookTimeout: 120_000,
  globalSetup: ['test/support/build-bundle.ts'],
};

/**
 * unit: beside the source; what a test spied on or stubbed is put back after it. alone: unit tests that cannot share a process. integration:
 * whatever spans modules or starts servers. e2e: those of them that can share. corpus: real documents that are not part of the project.
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
          ...shared,
          restoreMocks: true,
          unstubEnvs: true,
          unstubGlobals: true,
        },
      },
      {
        extends: true,
        test: { name: 'alone', include: ALONE, testTimeout: 20_000, maxWorkers },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/**/*.test.ts'],
          exclude: ['test/corpus/**', ...ON_INSTALLATIONS],
          maxWorkers,
          ...integration,
        },
      },
      {
        extends: true,
        test: { name: 'e2e', include: ON_INSTALLATIONS, isolate: false, ...whileOthersWait, ...integration },
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
