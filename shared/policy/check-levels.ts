import { PermanentError } from '../errors/pipeline-error.ts';
import { isTimeZone } from './is-time-zone.ts';
import type { SourcedDocument } from './parse-yaml-document.ts';
import type { Overlay } from './policy-overlay.ts';

/** A policy or a budget file: sections that both have. */
export interface Levels extends Overlay {
  readonly paths: readonly Overlay[];
  readonly services?: readonly (Overlay & { readonly paths: readonly Overlay[] })[];
}

type Path = readonly (string | number)[];

/**
 * What the schema cannot say: ids that name one thing, windows that begin before they end, time zones and days that exist, budgets that
 * bound something.
 * @throws PermanentError(`POLICY_INVALID`) listing every fault, each `file:line:column path: what would be right`
 */
export function checkLevels({ value, file, placeOf }: SourcedDocument<Levels>): void {
  const parts: readonly { readonly overlay: Overlay; readonly at: Path }[] = [
    { overlay: value, at: [] },
    ...value.paths.map((overlay, index) => ({ overlay, at: ['paths', index] })),
    ...(value.services ?? []).flatMap((service, index) => [
      { overlay: service, at: ['services', index] },
      ...service.paths.map((overlay, inner) => ({ overlay, at: ['services', index, 'paths', inner] })),
    ]),
  ];
  const faults = parts.flatMap(({ overlay, at }) =>
    faultsOf(overlay).map(({ path, what }) => {
      const whole = [...at, ...path];
      const { line, column } = placeOf(whole);
      return `${file}:${line}:${column} ${whole.join('.')}: ${what}`;
    }),
  );
  if (faults.length > 0) throw new PermanentError('POLICY_INVALID', faults.slice(0, 10).join('; '));
}

interface Fault {
  readonly path: Path;
  readonly what: string;
}

function faultsOf(overlay: Overlay): Fault[] {
  const lists = ['metrics', 'gates', 'exemptions', 'freezes'] as const;
  const twice = lists.flatMap((list) => {
    const ids = overlay[list].map(({ id }) => id);
    return ids.flatMap((id, index) =>
      ids.indexOf(id) < index
        ? [{ path: [list, index, 'id'], what: `"${id}" is there twice; give each its own id` }]
        : [],
    );
  });
  const freezes = overlay.freezes.flatMap(({ timeZone, from, until }, index): Fault[] => [
    ...(isTimeZone(timeZone)
      ? []
      : [
          {
            path: ['freezes', index, 'timeZone'],
            what: `"${timeZone}" is no time zone; write one as "Europe/Berlin"`,
          },
        ]),
    ...[['from', from] as const, ['until', until] as const].flatMap(([name, time]) =>
      isDay(time.slice(0, 10))
        ? []
        : [{ path: ['freezes', index, name], what: `there is no day ${time.slice(0, 10)}` }],
    ),
    ...(from < until
      ? []
      : [{ path: ['freezes', index, 'until'], what: `ends at ${until}, before it begins (${from})` }]),
  ]);
  const budgets = overlay.budgets.flatMap(({ max, min }, index): Fault[] => {
    if (max === undefined && min === undefined)
      return [{ path: ['budgets', index], what: 'bounds nothing; give max or min' }];
    if (max === undefined || min === undefined || min <= max) return [];
    return [
      { path: ['budgets', index, 'min'], what: `${min} is above max (${max}), which nothing can keep` },
    ];
  });
  return [...twice, ...freezes, ...budgets];
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day);
}
