import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { lockedPackages, type LockedPackage } from './locked-packages.ts';

/** Bill of materials of what the product runs with, CycloneDX 1.6. No time and no serial number stand in it: the same lock file gives the same bytes. */
export async function bom(withDevelopment = false): Promise<object> {
  const { product, packages } = await lockedPackages();
  const listed = packages.filter(({ isForDevelopment }) => withDevelopment || !isForDevelopment);
  const byPlace = new Map(listed.map((one) => [one.place, one]));
  const refs = (places: readonly string[]): readonly string[] =>
    [...new Set(places.flatMap((place) => byPlace.get(place) ?? []).map(purlOf))].sort();
  const root = `pkg:npm/${product.name}@${product.version}`;
  const components = new Map(listed.map((one) => [purlOf(one), componentOf(one)]));
  const dependsOn = Map.groupBy(listed, purlOf);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': root,
        name: product.name,
        version: product.version,
        purl: root,
      },
    },
    components: [...components.values()],
    dependencies: [
      { ref: root, dependsOn: refs(product.dependsOn) },
      ...[...dependsOn].map(([ref, places]) => ({
        ref,
        dependsOn: refs(places.flatMap((one) => one.dependsOn)),
      })),
    ],
  };
}

/** Package URL: the at sign of a scope is percent-encoded. */
function purlOf({ name, version }: LockedPackage): string {
  return `pkg:npm/${name.replace(/^@/, '%40')}@${version}`;
}

function componentOf(one: LockedPackage): object {
  const purl = purlOf(one);
  const [, group, name] = /^(@[^/]+)\/(.+)$/.exec(one.name) ?? [];
  return {
    type: 'library',
    'bom-ref': purl,
    ...(group === undefined ? { name: one.name } : { group, name }),
    version: one.version,
    scope: one.isForDevelopment ? 'excluded' : 'required',
    ...(one.licence === null ? {} : { licenses: [licenceOf(one.licence)] }),
    ...(one.integrity === null ? {} : { hashes: hashesOf(one.integrity) }),
    purl,
  };
}

function licenceOf(licence: string): object {
  if (/^[A-Za-z0-9.-]+$/.test(licence)) return { license: { id: licence } };
  return /^\(?[A-Za-z0-9.-]+(?: (?:OR|AND) [A-Za-z0-9.-]+)*\)?$/.test(licence)
    ? { expression: licence }
    : { license: { name: licence } };
}

const ALGORITHMS: Readonly<Record<string, string>> = {
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
};

/** Subresource integrity → hexadecimal, as CycloneDX has it. */
function hashesOf(integrity: string): readonly object[] {
  return integrity.split(/\s+/).flatMap((one) => {
    const [, name = '', digest = ''] = /^(sha\d+)-(.+)$/.exec(one) ?? [];
    const alg = ALGORITHMS[name];
    return alg === undefined ? [] : [{ alg, content: Buffer.from(digest, 'base64').toString('hex') }];
  });
}

if (import.meta.filename === process.argv[1]) {
  const { values } = parseArgs({
    options: { output: { type: 'string' }, development: { type: 'boolean', default: false } },
  });
  const text = `${JSON.stringify(await bom(values.development), null, 2)}\n`;
  if (values.output === undefined) process.stdout.write(text);
  else await writeFile(values.output, text);
}
