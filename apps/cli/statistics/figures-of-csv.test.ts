import { describe, expect, it } from 'vitest';
import { figuresOfCsv } from './figures-of-csv.ts';
import { parseFigures } from './parse-figures.ts';

describe('figuresOfCsv', () => {
  it('makes a run of each row, by the names of the columns', () => {
    const rows = figuresOfCsv(
      '\uFEFFrun,p95,"count",errors,complete,environment\r\n1,120.5,1000,3,true,"eu, west"\r\n2,,0,0,false,us\r\n',
    );

    expect(rows).toEqual([
      { run: 1, p95: 120.5, count: 1_000, errors: 3, complete: true, environment: 'eu, west' },
      { run: 2, p95: null, count: 0, errors: 0, complete: false, environment: 'us' },
    ]);
    expect(parseFigures(rows).map(({ statistics, complete }) => [statistics.length, complete])).toEqual([
      [1, true],
      [0, false],
    ]);
  });

  it.each(['p95\n1\n2\n', '1,2\n3,4\n', 'name,mood\na,good\n', '', '[1,2]'])(
    'leaves %j to other readers',
    (text) => {
      expect(figuresOfCsv(text)).toBeNull();
    },
  );

  it('refuses a row of another length, naming its line', () => {
    expect(() => figuresOfCsv('p50,p95\n1,2\n3\n')).toThrow('line 3 has 1 cells; the header has 2.');
  });

  it('leaves a cell that is no number to be refused by its run', () => {
    expect(() => parseFigures(figuresOfCsv('p50,p95\n1,NaN\n'))).toThrow(/"p95" is no finite number/);
  });
});
