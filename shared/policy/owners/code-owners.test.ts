import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureCpu } from '../../../test/support/measure-cpu.ts';
import { ownersOfPath } from './owners-of-path.ts';
import { parseCodeOwners } from './parse-code-owners.ts';

/** Owners of a path by a file of the given lines. */
function github(path: string, ...lines: readonly string[]): readonly string[] {
  return ownersOfPath(parseCodeOwners(lines.join('\n'), 'github'), path, 'github');
}
function gitlab(path: string, ...lines: readonly string[]): readonly string[] {
  return ownersOfPath(parseCodeOwners(lines.join('\n'), 'gitlab'), path, 'gitlab');
}

describe('code owners as GitHub reads them', () => {
  // The examples of docs.github.com, "About code owners".
  it.each([
    ['*', 'any/where.txt', true],
    ['*.js', 'src/deep/a.js', true],
    ['*.js', 'src/deep/a.ts', false],
    ['/build/logs/', 'build/logs/a/b.log', true],
    ['/build/logs/', 'x/build/logs/a.log', false],
    ['docs/*', 'docs/getting-started.md', true],
    ['docs/*', 'docs/build-app/troubleshooting.md', false],
    ['apps/', 'x/apps/y/z.ts', true],
    ['/docs/', 'docs/a.md', true],
    ['/scripts/', 'x/scripts/a.sh', false],
    ['**/logs', 'build/logs/a.log', true],
    ['**/logs', 'deeply/nested/logs/b/c.log', true],
    ['/apps/github', 'apps/github/a.ts', true],
    ['src/pay', 'src/pay/a.ts', true],
    ['src/pay', 'x/src/pay/a.ts', false],
    ['pay.?s', 'src/pay.ts', true],
    ['pay.?s', 'src/pay.tsx', false],
    ['a\\ b.ts', 'src/a b.ts', true],
    ['\\#1.ts', '#1.ts', true],
    ['SRC/', 'src/a.ts', false],
  ])('lets "%s" be for %s: %s', (pattern, path, owned) => {
    expect(github(path, `${pattern} @anna`)).toEqual(owned ? ['@anna'] : []);
  });

  it('takes the last line that fits, also one that names nobody', () => {
    const lines = ['* @anna', 'src/ @bert @shop/pay', 'src/free.ts'];

    expect(github('src/pay.ts', ...lines)).toEqual(['@bert', '@shop/pay']);
    expect(github('src/free.ts', ...lines)).toEqual([]);
    expect(github('README.md', ...lines)).toEqual(['@anna']);
  });

  it('knows comments, addresses and words that are no owners', () => {
    expect(github('a.ts', '# all', '*  @anna docs@shop.example anna # @bert, too')).toEqual([
      '@anna',
      'docs@shop.example',
    ]);
  });

  it('knows no sections: such a line is a pattern', () => {
    expect(github('[slug]', '[slug] @anna')).toEqual(['@anna']);
  });
});

describe('code owners as GitLab reads them', () => {
  it.each([
    ['README.md', 'x/README.md', true],
    ['internal/README.md', 'x/internal/README.md', true],
    ['/docs/', 'docs/a/b.md', true],
    ['docs/', 'x/docs/a.md', true],
    ['/docs', 'docs/a.md', false],
    ['/docs/*.md', 'docs/a.md', true],
    ['/docs/*.md', 'docs/a/b.md', false],
    ['/docs/**/*.md', 'docs/a/b.md', true],
    ['*', 'a/b.ts', true],
  ])('lets "%s" be for %s: %s', (pattern, path, owned) => {
    expect(gitlab(path, `${pattern} @anna`)).toEqual(owned ? ['@anna'] : []);
  });

  it('takes the last line of each section, and owners of all sections together', () => {
    const lines = [
      '* @anna',
      '[Documentation]',
      '*.md @docs',
      '^[Data base][2] @data @@maintainers',
      'db/',
      'db/notes.md @bert',
      '[documentation]',
      'db/*.md @shop/writers',
    ];

    expect(gitlab('src/a.ts', ...lines)).toEqual(['@anna']);
    expect(gitlab('db/7.sql', ...lines)).toEqual(['@anna', '@data', '@@maintainers']);
    expect(gitlab('db/notes.md', ...lines)).toEqual(['@anna', '@shop/writers', '@bert']);
  });

  it('excludes files from a section for good, and from that section alone', () => {
    const lines = ['* @anna', '[Code] @code', '*.ts', '!gen.ts', 'gen.ts @late'];

    expect(gitlab('gen.ts', ...lines)).toEqual(['@anna']);
    expect(gitlab('src.ts', ...lines)).toEqual(['@anna', '@code']);
  });
});

describe('a file of code owners', () => {
  it.each(['github', 'gitlab'] as const)('of any text is read without failing, as %s does', (syntax) => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('[A', '[A] @x', '!', '\\', '** @a', '/ @b', '***/? @c'),
    );
    fc.assert(
      fc.property(fc.array(line), fc.string({ minLength: 1 }), (lines, path) => {
        const owners = ownersOfPath(parseCodeOwners(lines.join('\n'), syntax), path, syntax);

        expect(owners.every((owner) => owner.includes('@'))).toBe(true);
      }),
    );
  });

  it('of many stars is matched in time that does not explode', () => {
    const { tookMs } = measureCpu(() =>
      github(`${'a/'.repeat(60)}${'a'.repeat(200)}b`, `${'**/'.repeat(60)}${'*a'.repeat(100)}c @anna`),
    );

    expect(tookMs).toBeLessThan(5_000);
  });
});
