import { type LockedPackage, lockedPackages } from './locked-packages.ts';

/** Licences that ask for a notice and nothing else. */
const ALLOWED: ReadonlySet<string> = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'Unlicense',
  'Python-2.0',
  'Zlib',
]);

/** Packages under other terms, with what makes them bearable. The version does not matter; other terms of a new one turn up as another licence. */
const EXCEPTIONS: readonly { readonly name: RegExp; readonly licence: string; readonly why: string }[] = [
  {
    name: /^@resvg\/resvg-js(?:-|$)/,
    licence: 'MPL-2.0',
    why: 'copyleft by file: used unchanged, as a library beside the bundle',
  },
  {
    name: /^lightningcss(?:-|$)/,
    licence: 'MPL-2.0',
    why: 'comes with the test runner; no part of the product',
  },
  { name: /^ibantools$/, licence: 'MIT or MPL-2.0', why: 'MIT is chosen' },
  {
    name: /^dejavu-fonts-ttf$/,
    licence: 'SEE LICENSE IN README.md AND LICENSE',
    why: 'Bitstream Vera and public domain: fonts may be used and embedded freely',
  },
  {
    name: /^uri-templates$/,
    licence: 'http://geraintluff.github.io/tv4/LICENSE.txt',
    why: 'the page is public domain or MIT; comes with a tool for development',
  },
];

export interface JudgedLicence {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly isForDevelopment: boolean;
  /** Null: not allowed. */
  readonly why: string | null;
}

/** Judges the terms of a package: allowed as such, every part of an AND, one of an OR, or by a named exception. */
export function judgeLicence({ name, version, licence, isForDevelopment }: LockedPackage): JudgedLicence {
  const judged = { name, version, licence: licence ?? 'none', isForDevelopment };
  if (licence !== null && isAllowed(licence)) return { ...judged, why: 'allowed' };
  const exception = EXCEPTIONS.find((one) => one.name.test(name) && one.licence === licence);
  return { ...judged, why: exception?.why ?? null };
}

function isAllowed(expression: string): boolean {
  const plain = expression.replace(/^\((.*)\)$/, '$1');
  if (/[()]/.test(plain)) return false;
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => ALLOWED.has(one)));
}

if (import.meta.filename === process.argv[1]) {
  const { packages } = await lockedPackages();
  const judged = packages.map(judgeLicence);
  const lines = judged.map(
    ({ name, version, licence, isForDevelopment, why }) =>
      `${licence}\t${name}@${version}\t${isForDevelopment ? 'development' : 'product'}\t${why ?? 'NOT ALLOWED'}`,
  );
  process.stdout.write(`${[...new Set(lines)].sort().join('\n')}\n`);
  const refused = judged.filter(({ why }) => why === null);
  const product = judged.filter(({ isForDevelopment }) => !isForDevelopment).length;
  process.stdout.write(
    `${judged.length} packages, ${product} of the product, ${refused.length} not allowed\n`,
  );
  process.exitCode = refused.length === 0 ? 0 : 1;
}
