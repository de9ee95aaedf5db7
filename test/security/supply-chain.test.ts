import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { judgeLicence } from '../../tools/licences.ts';
import { lockedPackages } from '../../tools/locked-packages.ts';
import { bom } from '../../tools/sbom.ts';

const ROOT = new URL('../../', import.meta.url);

async function textOf(file: string): Promise<string> {
  return readFile(new URL(file, ROOT), 'utf8');
}

describe('what the product is made of', () => {
  it('has a reason for each production dependency, and names no other', async () => {
    const { dependencies } = JSON.parse(await textOf('package.json')) as {
      dependencies: Record<string, string>;
    };
    const page = await textOf('docs/dependencies.md');

    const named = Array.from(page.matchAll(/^\| `([^`]+)` \| (.+) \|$/gm), ([, name, why]) => [name, why]);

    expect(named.map(([name]) => name)).toEqual(Object.keys(dependencies).sort());
    expect(named.filter(([, why]) => (why ?? '').length < 12)).toEqual([]);
    const { packages } = await lockedPackages();
    const all = packages.filter(({ isForDevelopment }) => !isForDevelopment).length;
    expect(page).toContain(`${Object.keys(dependencies).length} packages, ${all} with what they bring along`);
  });

  it('is pinned to exact versions, from the lock file, with a hash of each', async () => {
    const { dependencies } = JSON.parse(await textOf('package.json')) as {
      dependencies: Record<string, string>;
    };
    const { packages } = await lockedPackages();

    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(packages.filter(({ integrity }) => !integrity?.startsWith('sha512-'))).toEqual([]);
  });

  it('needs no install script to run', async () => {
    const { packages } = await lockedPackages();

    const scripted = packages.filter(
      ({ isForDevelopment, hasInstallScript }) => !isForDevelopment && hasInstallScript,
    );

    expect(scripted.map(({ name }) => name)).toEqual(['protobufjs']);
    expect(await textOf('package.json')).toMatch(/"protobufjs": false/);
  });

  it('has licences that are allowed or excused, all of them', async () => {
    const { packages } = await lockedPackages();

    const refused = packages.map(judgeLicence).filter(({ why }) => why === null);

    expect(refused).toEqual([]);
    expect(packages.length).toBeGreaterThan(400);
  });

  it.each([
    ['MIT', true],
    ['(MIT AND Zlib)', true],
    ['GPL-3.0-only', false],
    ['MIT AND GPL-2.0', false],
    ['GPL-2.0 OR MIT', true],
    ['AGPL-3.0', false],
    ['SSPL-1.0', false],
    ['MPL-2.0', false],
    ['UNLICENSED', false],
    [null, false],
  ])('judges %s: allowed is %s', (licence, allowed) => {
    const one = {
      place: 'node_modules/x',
      name: 'x',
      version: '1.0.0',
      licence,
      integrity: null,
      isForDevelopment: false,
      hasInstallScript: false,
      dependsOn: [],
    };

    expect(judgeLicence(one).why !== null).toBe(allowed);
  });
});

describe('the bill of materials', () => {
  interface Bom {
    readonly components: readonly {
      readonly 'bom-ref': string;
      readonly purl: string;
      readonly hashes?: readonly { readonly content: string }[];
    }[];
    readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
  }

  it('lists every package of the product once, with hash and licence, and nothing for development', async () => {
    const { packages } = await lockedPackages();
    const { components } = (await bom()) as Bom;
    const product = packages.filter(({ isForDevelopment }) => !isForDevelopment);

    expect(new Set(components.map(({ purl }) => purl)).size).toBe(components.length);
    expect(components).toHaveLength(new Set(product.map(({ name, version }) => `${name}@${version}`)).size);
    expect(components.filter(({ hashes }) => hashes?.[0]?.content.length !== 128)).toEqual([]);
    expect(JSON.stringify(components)).not.toContain('vitest');
  });

  it('names no dependency that it does not list, and reaches all from the product', async () => {
    const { components, dependencies } = (await bom()) as Bom;
    const listed = new Set(components.map((one) => one['bom-ref']));
    const edges = new Map(dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
    const reached = new Set<string>();
    const waiting = [...(dependencies[0]?.dependsOn ?? [])];

    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      if (reached.has(ref)) continue;
      reached.add(ref);
      waiting.push(...(edges.get(ref) ?? []));
    }

    expect([...reached].filter((ref) => !listed.has(ref))).toEqual([]);
    expect([...listed].filter((ref) => !reached.has(ref))).toEqual([]);
  });

  it('is the same for the same lock file', async () => {
    expect(JSON.stringify(await bom())).toBe(JSON.stringify(await bom()));
  });
});
