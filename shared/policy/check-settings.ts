import { nearestName } from './nearest-name.ts';
import { overlaysOf } from './overlays-of.ts';
import type { Policy } from './policy.ts';
import type { PolicyFault } from './policy-fault.ts';

/** Lists whose entries are rules with ids; what a lock names of them has to be there. */
const RULES = ['metrics', 'gates', 'approvals'] as const;

/** What the schema cannot say about a policy as a whole: names that mean one thing, and locks and needs that name something. */
export function settingsFaults(policy: Policy): readonly PolicyFault[] {
  return [
    ...twice(
      'sources',
      'name',
      policy.sources.map(({ name }) => name),
    ),
    ...twice(
      'slos',
      'id',
      policy.slos.map(({ id }) => id),
    ),
    ...faultsOfPaths('locked', policy),
    ...faultsOfPaths('mayLoosen', policy),
    ...policy.mayLoosen.flatMap((path, index) =>
      policy.locked.includes(path)
        ? [{ path: ['mayLoosen', index], what: `"${path}" is locked, too; take it out of one of the two` }]
        : [],
    ),
    ...faultsOfSources(policy),
  ];
}

function twice(list: string, key: string, names: readonly string[]): readonly PolicyFault[] {
  return names.flatMap((name, index) =>
    names.indexOf(name) < index
      ? [{ path: [list, index, key], what: `"${name}" is there twice; give each its own ${key}` }]
      : [],
  );
}

/** A lock with a slip in it locks nothing, which nobody would see. */
function faultsOfPaths(list: 'locked' | 'mayLoosen', policy: Policy): readonly PolicyFault[] {
  return policy[list].flatMap((path, index) => {
    const [section = '', id = '*'] = path.split('.');
    const rules = RULES.find((one) => one === section);
    if (rules === undefined || id.includes('*')) return [];
    const ids = overlaysOf(policy).flatMap(({ overlay }) => overlay[rules].map((rule) => rule.id));
    if (ids.includes(id)) return [];
    const nearest = nearestName(id, ids);
    const known = [...new Set(ids)].join(', ') || 'none';
    const hint = nearest === null ? `there are ${known}` : `meant ${rules}.${nearest}?`;
    return [{ path: [list, index], what: `no rule of this policy is called "${id}" (${hint})` }];
  });
}

function faultsOfSources(policy: Policy): readonly PolicyFault[] {
  const names = policy.sources.map(({ name }) => name);
  return overlaysOf(policy).flatMap(({ overlay, at }) =>
    overlay.requiredSources.flatMap((name, index) =>
      names.includes(name)
        ? []
        : [
            {
              path: [...at, 'requiredSources', index],
              what: `there is no source "${name}" (there are ${names.join(', ') || 'none'})`,
            },
          ],
    ),
  );
}
