import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Masked } from '../../contracts/masked.ts';
import { commentText, type CommentFlavour, markerOf } from './comment-text.ts';

const flavour: CommentFlavour = { host: 'Host', longest: 3_000, inert: (text) => text };
const heads = ['a', 'b', 'c'].map((letter) => letter.repeat(40));

function text(body: string, head: string, previous: string | null): string {
  return commentText(
    { key: 'verdict', headSha: head, order: 0, body: Masked.parse(body) },
    previous,
    flavour,
  );
}

describe('commentText', () => {
  it('folds the headline of an earlier head, newest first, and keeps the verdict first', () => {
    const first = text('### Regression: p95 rose\ndetails', heads[0] ?? '', null);
    const second = text('### No change\ndetails', heads[1] ?? '', first);
    const third = text('### Improvement', heads[2] ?? '', second);

    const lines = third.split('\n');
    expect(lines[1]).toBe('### Improvement');
    expect(lines.filter((line) => line.startsWith('- '))).toEqual([
      '- `bbbbbbbbbb`: No change',
      '- `aaaaaaaaaa`: Regression: p95 rose',
    ]);
  });

  it('takes escaped signs out of an old headline whole: what stood behind them would be markup otherwise', () => {
    const first = text('### p95 of \\`\\[a\\`\\](b) \\| c rose', heads[0] ?? '', null);

    expect(text('### No change', heads[1] ?? '', first)).toContain(
      '- `aaaaaaaaaa`: p95 of \\[a\\](b)  c rose',
    );
  });

  it('keeps no history of a head that is judged again', () => {
    const first = text('one', heads[0] ?? '', null);
    const back = text('three', heads[0] ?? '', text('two', heads[1] ?? '', first));

    expect(text('again', heads[0] ?? '', first)).not.toContain('Earlier commits');
    expect(back).not.toContain('- `aaaaaaaaaa`');
    expect(back).toContain('- `bbbbbbbbbb`: two');
  });

  it('gathers commits that were told the same in one line', () => {
    const headOf = (number: number) => (number + 16).toString(16).repeat(20);
    let standing = text('### Slower', headOf(0), null);
    for (let number = 1; number < 8; number += 1) standing = text('### Slower', headOf(number), standing);
    const fixed = text('### No change', headOf(8), standing);
    const slower = text('### Slower', headOf(9), fixed);

    expect(fixed.match(/^- .*$/gm)).toEqual([
      '- `1717171717`, `1616161616`, `1515151515`, `1414141414`, `1313131313` and 3 more: Slower',
    ]);
    expect(slower.match(/^- .*$/gm)).toEqual([
      '- `1818181818`: No change',
      expect.stringMatching(/^- `1717171717`, .* and 3 more: Slower$/),
    ]);
  });

  it('keeps ten earlier heads at most, however many there were', () => {
    let standing: string | null = null;
    for (let index = 0; index < 30; index += 1) {
      standing = text(
        `verdict ${index}`,
        (index + 100).toString(16).padStart(40, '0').split('').reverse().join(''),
        standing,
      );
    }

    expect(standing?.match(/^- /gm)).toHaveLength(10);
    expect(standing).toContain('verdict 28');
    expect(standing).not.toContain('verdict 18\n');
  });

  it('says that it was cut where everybody sees it, also when it was cut within a folded part', () => {
    const rows = '| a row of the table |\n'.repeat(400);
    const folded = `### Slower\n\n<details><summary>All figures</summary>\n\n${rows}\n\n</details>`;

    const cut = text(folded, heads[1] ?? '', text('### Before', heads[0] ?? '', null));

    const [shown = ''] = cut.split('… cut here');
    expect(shown.split('<details>').length).toBe(shown.split('</details>').length);
    expect(cut).toContain('- `aaaaaaaaaa`: Before');
    expect(cut.length).toBeLessThanOrEqual(flavour.longest);
  });

  it('is never longer than the host takes, is found again, and ends in the history', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 6_000 }),
        fc.string({ unit: 'binary', maxLength: 6_000 }),
        (before, now) => {
          const previous = text(before, heads[0] ?? '', null);

          const next = text(now, heads[1] ?? '', previous);

          expect(next.length).toBeLessThanOrEqual(flavour.longest);
          expect(markerOf(next)).toEqual({ key: 'verdict', head: heads[1], order: 0, topic: null });
          expect(next).toContain('- `aaaaaaaaaa`:');
        },
      ),
    );
  });
});

describe('markerOf', () => {
  it('finds again what the comment says in one word', () => {
    const said = {
      key: 'verdict',
      headSha: heads[0] ?? '',
      order: 2,
      body: Masked.parse('x'),
      topic: 'fail',
    };

    expect(markerOf(commentText(said, null, flavour))).toEqual({
      key: 'verdict',
      head: heads[0],
      order: 2,
      topic: 'fail',
    });
  });

  it('finds no marker in a comment that quotes one', () => {
    expect(markerOf(`> ${text('x', heads[0] ?? '', null)}`)).toBeNull();
    expect(markerOf('')).toBeNull();
  });
});
