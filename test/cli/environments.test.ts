import { describe, expect, it } from 'vitest';
import { createRandom } from '../../shared/statistics/distributions/create-random.ts';
import { filesFor, runCli } from './run-cli.ts';

const ROUTES = ['home', 'cart', 'search', 'pay', 'login'];
const random = createRandom(3);

/** One JMeter run of five routes; `search` is slower than the rest by `searchFactor` again. */
function jtl(factor: number, searchFactor: number): string {
  const between = Math.exp(random.normal() * 0.02);
  const rows = Array.from({ length: 600 }, (_, index) => {
    const label = ROUTES[index % ROUTES.length] ?? '';
    const level = 1_000 * factor * between * (label === 'search' ? searchFactor : 1);
    const elapsed = Math.round(level * Math.exp(random.normal() * 0.2));
    return `${1_700_000_000_000 + index * 50},${elapsed},${label},200,OK,Users 1-1,true,512`;
  });
  return ['timeStamp,elapsed,label,responseCode,responseMessage,threadName,success,bytes', ...rows, ''].join(
    '\n',
  );
}

function folder(name: string, factor: number, searchFactor = 1): Record<string, string> {
  return Object.fromEntries(
    [0, 1, 2, 3, 4, 5].map((run) => [`${name}/${run}.jtl`, jtl(factor, searchFactor)]),
  );
}

describe('perf-agent environments compare', () => {
  it('leaves with 0 where production is slower as a whole, and says by how much and why nobody can tell more', async () => {
    using files = filesFor({ ...folder('a', 1), ...folder('b', 1.7) });

    const { code, stdout } = await runCli([
      ...['environments', 'compare', files.at('a'), files.at('b')],
      ...['--fact-a', 'cpus=8', '--fact-b', 'cpus=4'],
    ]);

    expect(code).toBe(0);
    expect(stdout).toMatch(/times of B are 1\.[67]\d? times those of A/);
    expect(stdout).toMatch(/^cpus +8 +4 +in the common factor$/m);
  });

  it('leaves with 1 where one route is slower than that', async () => {
    using files = filesFor({ ...folder('a', 1), ...folder('b', 1.7, 1.6) });

    const { code, stdout } = await runCli([
      'environments',
      'compare',
      files.at('a'),
      files.at('b'),
      '--json',
    ]);

    const report = JSON.parse(stdout) as {
      answer: string;
      figures: { labels: Record<string, string>; answer: string; interval: { low: number } }[];
    };
    const worse = report.figures.filter(({ answer, labels }) => answer === 'worse' && 'name' in labels);
    expect([code, report.answer]).toEqual([1, 'worse']);
    expect(new Set(worse.map(({ labels }) => labels['name']))).toEqual(new Set(['search']));
  });

  it('leaves with 3 for one run a side', async () => {
    using files = filesFor({ 'a.jtl': jtl(1, 1), 'b.jtl': jtl(1, 1) });

    const { code, stdout } = await runCli(['environments', 'compare', files.at('a.jtl'), files.at('b.jtl')]);

    expect([code, stdout.split('  ')[0]]).toEqual([3, 'UNDECIDED']);
  });

  it.each([
    ['a fact without a value', ['a.jtl', 'a.jtl', '--fact-a', 'cpus'], /NAME=VALUE/],
    ['a list of numbers', ['numbers.json', 'a.jtl'], /numbers\.json is a list of numbers/],
    ['a file that is not there', ['a.jtl', 'none.jtl'], /none\.jtl cannot be read/],
    ['one environment twice', ['staging', 'staging', '--service', 'orders'], /name two environments/],
  ])('leaves with 2 for %s and says so', async (_what, [a = '', b = '', ...more], said) => {
    using files = filesFor({ 'a.jtl': jtl(1, 1), 'numbers.json': '[1,2,3]' });
    const at = (name: string) => (name.includes('.') ? files.at(name) : name);

    const { code, stderr } = await runCli(['environments', 'compare', at(a), at(b), ...more]);

    expect(code).toBe(2);
    expect(stderr).toMatch(said);
  });
});
