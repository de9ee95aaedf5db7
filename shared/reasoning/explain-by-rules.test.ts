import { describe, expect, it } from 'vitest';
import { analysisOf, findingOf, movedOf, planOf } from '../../test/support/analysis-of.ts';
import { explainByRules } from './explain-by-rules.ts';

const worse = analysisOf({ findings: [findingOf()] });

describe('explainByRules', () => {
  it.each([
    [
      'a query in a loop',
      '+  for (const order of orders) {\n+    await db.query(sql, [order.id]);\n+  }',
      'N+1',
    ],
    ['a lock', '+  private readonly mutex = new Mutex();', 'adds a lock'],
    ['a collection without a bound', '+  cache.set(request.id, body);', 'without a bound'],
  ])('suspects %s and cites finding and file', (_name, diff, says) => {
    const { causes, fixes } = explainByRules(worse, planOf([{ path: 'src/orders.ts', diff }]));

    expect(causes).toHaveLength(1);
    expect(causes[0]?.text).toContain(says);
    expect(causes[0]?.evidence).toEqual(['E1', 'D1']);
    expect(fixes[0]?.evidence).toEqual(['D1']);
  });

  it.each([
    ['a changed word', '-  return "a";\n+  return "b";'],
    ['a removed lock', '-  mutex.acquire();'],
    ['a removed query in a loop', '-  for (const o of orders) {\n-    await db.query(sql);\n-  }'],
  ])('suspects nothing in %s and says so', (_name, diff) => {
    const { causes, summary } = explainByRules(worse, planOf([{ path: 'src/orders.ts', diff }]));

    expect(causes).toEqual([]);
    expect(summary).toContain('shows no line that the rules know');
  });

  it('names the file that holds the line, not its neighbours', () => {
    const plan = planOf([
      { path: 'src/a.ts', diff: '+x' },
      { path: 'src/b.ts', diff: '+  mutex.acquire();' },
    ]);

    expect(explainByRules(worse, plan).causes[0]?.evidence).toEqual(['E1', 'D2']);
  });

  it('points to the monitoring that moved most clearly, and not to the figure that is to be explained', () => {
    const symptom = movedOf({ id: 'M1', metric: findingOf().metric });
    const analysis = analysisOf({ findings: [findingOf()], moved: [symptom, movedOf({ id: 'M2' })] });

    const { causes } = explainByRules(analysis, planOf());

    expect(causes).toMatchObject([{ evidence: ['M2', 'E1'], confidence: 'low' }]);
    expect(causes[0]?.text).toContain('db_connections of db-1');
  });

  it('suspects nothing without a diff', () => {
    expect(explainByRules(worse, planOf()).causes).toEqual([]);
  });

  it('does not explain what did not happen', () => {
    const plan = planOf([{ path: 'src/a.ts', diff: '+  mutex.acquire();' }]);

    const { causes, summary } = explainByRules(analysisOf(), plan);

    expect(causes).toEqual([]);
    expect(summary).toContain('Nothing to explain');
  });
});
