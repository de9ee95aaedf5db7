import { readFile } from 'node:fs/promises';
import * as z from 'zod';

const Locked = z.object({
  name: z.string().optional(),
  version: z.string().optional(),
  license: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  optional: z.boolean().optional(),
  link: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
  dependencies: z.record(z.string(), z.string()).optional(),
  optionalDependencies: z.record(z.string(), z.string()).optional(),
});
const Lock = z.object({
  name: z.string(),
  version: z.string(),
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), Locked),
});

/** A package of package-lock.json at the place where it is installed. */
export interface LockedPackage {
  /** `node_modules/a/node_modules/b` */
  readonly place: string;
  readonly name: string;
  readonly version: string;
  readonly licence: string | null;
  readonly integrity: string | null;
  /** Whether the product runs without it. */
  readonly isForDevelopment: boolean;
  readonly hasInstallScript: boolean;
  /** Places of what it depends on, as Node would find it; what is not installed on any platform is left out. */
  readonly dependsOn: readonly string[];
}

const ROOT = new URL('../', import.meta.url);

/** The product's lock file: the product itself and every package. @throws when it is not a lock file of version 3 */
export async function lockedPackages(file: URL = new URL('package-lock.json', ROOT)): Promise<{
  readonly product: {
    readonly name: string;
    readonly version: string;
    readonly dependsOn: readonly string[];
  };
  readonly packages: readonly LockedPackage[];
}> {
  const { name, version, packages } = Lock.parse(JSON.parse(await readFile(file, 'utf8')));
  const needed = (place: string): readonly string[] => {
    const { dependencies = {}, optionalDependencies = {} } = packages[place] ?? {};
    return Object.keys({ ...dependencies, ...optionalDependencies }).flatMap((one) => placeOf(one, place));
  };

  function placeOf(dependency: string, from: string): readonly string[] {
    for (let folder = from; ; folder = folder.replace(/(?:^|\/)node_modules\/(?:@[^/]+\/)?[^/]+$/, '')) {
      const place = `${folder === '' ? '' : `${folder}/`}node_modules/${dependency}`;
      if (packages[place] !== undefined) return [place];
      if (folder === '') return [];
    }
  }

  const found = Object.entries(packages)
    .filter(([place, { link }]) => place !== '' && link !== true)
    .map(([place, one]): LockedPackage => ({
      place,
      name: one.name ?? place.replace(/^.*node_modules\//, ''),
      version: one.version ?? '',
      licence: one.license ?? null,
      integrity: one.integrity ?? null,
      isForDevelopment: one.dev === true || one.devOptional === true,
      hasInstallScript: one.hasInstallScript === true,
      dependsOn: needed(place),
    }));
  return { product: { name, version, dependsOn: needed('') }, packages: found };
}
