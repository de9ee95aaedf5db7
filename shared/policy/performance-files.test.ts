import { describe, expect, it } from 'vitest';
import { touchesPerformance } from './performance-files.ts';
import { IGNORED_PATHS, JUDGED_PATHS } from './quiet-policy.ts';

const DEFAULTS = { ignore: [...IGNORED_PATHS], judge: [...JUDGED_PATHS] };

describe('touchesPerformance', () => {
  it.each([
    ['a document', ['README.md', 'docs/images/flow.png']],
    ['a test', ['src/orders.test.ts', 'tests/unit/test_orders.py', 'pkg/orders_test.go']],
    ['a pipeline', ['.github/workflows/ci.yml', '.gitlab-ci.yml', 'azure-pipelines-nightly.yml']],
    ['a snapshot', ['web/src/__snapshots__/basket.snap']],
    ['a test of Java', ['orders/src/test/java/shop/OrdersTest.java']],
  ])('lets %s pass by itself', (_what, paths) => {
    expect(touchesPerformance(paths, DEFAULTS)).toBe(false);
  });

  it.each([
    ['code', 'src/orders.ts'],
    ['what a build installs', 'requirements.txt'],
    ['a lock file', 'package-lock.json'],
    ['a build file', 'CMakeLists.txt'],
    ['configuration', 'config/production.yml'],
    ['a container', 'Dockerfile'],
    ['a load test, though it lies among the tests', 'tests/load/checkout.js'],
    ['a load script by its name', 'test/checkout.k6.js'],
    ['the budgets', '.perfbudget.yml'],
    ['a page that is compiled', 'web/pages/index.mdx'],
    ['code in a folder for documents', 'docs/server.ts'],
  ])('looks at %s', (_what, path) => {
    expect(touchesPerformance([path], DEFAULTS)).toBe(true);
    expect(touchesPerformance(['README.md', path], DEFAULTS)).toBe(true);
  });

  it('follows the patterns of the policy', () => {
    expect(touchesPerformance(['src/a.ts'], { ignore: ['src/**'], judge: [] })).toBe(false);
    expect(touchesPerformance(['src/a.ts'], { ignore: ['src/**'], judge: ['*.ts'] })).toBe(true);
    expect(touchesPerformance(['README.md'], { ignore: [], judge: [] })).toBe(true);
  });
});
