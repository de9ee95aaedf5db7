import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ReportLinks } from '../../shared/ports/report-links.ts';

const REF = 'reports/run-0123456789abcdef01234567/report.html';
const NOW = new Date('2026-05-04T10:00:00.000Z');
const LATER = new Date('2026-05-11T10:00:00.000Z');

/** Promises of the ReportLinks port, kept between two instances of one installation. `stranger` has another key. */
export function itSignsLinks(between: {
  readonly first: ReportLinks;
  readonly second: ReportLinks;
  readonly stranger: ReportLinks;
}): void {
  const { first, second, stranger } = between;
  const link = (ref = REF, until = LATER): URL => new URL(first.url(ref, until));

  it('makes links that every instance of the installation takes, until they expire', () => {
    expect(second.verify(REF, link(), NOW)).toBe(true);
    expect(second.verify(REF, link(), LATER)).toBe(true);
    expect(second.verify(REF, link(), new Date(LATER.getTime() + 1_000))).toBe(false);
  });

  it('makes a link for one file alone', () => {
    const others = [`${REF}x`, REF.slice(0, -1), REF.replace('report.html', 'report.json'), '', `${REF}/..`];

    expect(others.map((ref) => second.verify(ref, link(), NOW))).toEqual(others.map(() => false));
  });

  it('takes no link of another installation', () => {
    expect(stranger.verify(REF, link(), NOW)).toBe(false);
    expect(first.verify(REF, new URL(stranger.url(REF, LATER)), NOW)).toBe(false);
  });

  it('takes no link of which a character was changed, whichever it is', () => {
    const { search } = link();
    fc.assert(
      fc.property(
        fc.nat(search.length - 2),
        fc.constantFrom('0', 'a', 'Z', '_', '-', '&', '=', '%'),
        (place, letter) => {
          const at = place + 1;
          const changed = new URL(link());
          changed.search = `${search.slice(0, at)}${letter}${search.slice(at + 1)}`;
          fc.pre(changed.search !== search);

          return !second.verify(REF, changed, NOW);
        },
      ),
    );
  });

  it.each([
    ['nothing', ''],
    ['no signature', '?expires=1778493600'],
    ['no expiry', `?signature=${new URL(first.url(REF, LATER)).searchParams.get('signature') ?? ''}`],
    ['an expiry that is none', '?expires=soon&signature=x'],
    ['an endless expiry', '?expires=Infinity&signature=x'],
    ['an empty expiry', '?expires=&signature='],
  ])('takes no link with %s', (_what, search) => {
    const bare = link();
    bare.search = search;

    expect(second.verify(REF, bare, NOW)).toBe(false);
  });
}
