import { isTimeZone } from './is-time-zone.ts';
import { type Levels, overlaysOf } from './overlays-of.ts';
import type { PolicyFault } from './policy-fault.ts';
import type { Overlay } from './policy-overlay.ts';

/**
 * What the schema cannot say: ids that name one thing, windows that begin before they end, time zones that exist, budgets that can be kept.
 */
export function levelFaults(document: Levels): readonly PolicyFault[] {
  const paths = [
    { list: document.paths, at: [] },
    ...(document.services ?? []).map(({ paths: list }, index) => ({ list, at: ['services', index] })),
  ];
  const pathsTwice = paths.flatMap(({ list, at }) =>
    idsTwice(
      'paths',
      list.map(({ id }) => id),
    ).map(({ path, what }) => ({ path: [...at, ...path], what })),
  );
  const ofOverlays = overlaysOf(document).flatMap(({ overlay, at }) =>
    faultsOf(overlay).map(({ path, what }) => ({ path: [...at, ...path], what })),
  );
  return [...pathsTwice, ...ofOverlays];
}

function idsTwice(list: string, ids: readonly string[]): readonly PolicyFault[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index
      ? [{ path: [list, index, 'id'], what: `"${id}" is there twice; give each its own id` }]
      : [],
  );
}

function faultsOf(overlay: Overlay): PolicyFault[] {
  const lists = ['metrics', 'gates', 'exemptions', 'freezes', 'approvals'] as const;
  const twice = lists.flatMap((list) =>
    idsTwice(
      list,
      overlay[list].map(({ id }) => id),
    ),
  );
  const freezes = overlay.freezes.flatMap(({ timeZone, from, until }, index): PolicyFault[] => [
    ...(isTimeZone(timeZone)
      ? []
      : [
          {
            path: ['freezes', index, 'timeZone'],
            what: `"${timeZone}" is no time zone; write one as "Europe/Berlin"`,
          },
        ]),
    ...(from < until
      ? []
      : [{ path: ['freezes', index, 'until'], what: `ends at ${until}, before it begins (${from})` }]),
    ...overlapOf(overlay.freezes, index),
  ]);
  const budgets = overlay.budgets.flatMap(({ max, min }, index): PolicyFault[] => {
    if (max === undefined || min === undefined || min <= max) return [];
    return [
      { path: ['budgets', index, 'min'], what: `${min} is above max (${max}), which nothing can keep` },
    ];
  });
  const figures = overlay.budgets.map(({ metric, statistic, onBreach }) =>
    [metric, statistic, onBreach].join(' '),
  );
  const budgetsTwice = figures.flatMap((figure, index): PolicyFault[] =>
    figures.indexOf(figure) < index
      ? [{ path: ['budgets', index], what: `there are two budgets for ${figure}; keep one` }]
      : [],
  );
  return [...twice, ...freezes, ...budgets, ...budgetsTwice];
}

/** Two windows with one consequence that overlap are one window, or one of them has a wrong end. */
function overlapOf(freezes: Overlay['freezes'], index: number): PolicyFault[] {
  const freeze = freezes[index];
  const other = freezes
    .slice(0, index)
    .find(
      (one) =>
        freeze !== undefined &&
        one.timeZone === freeze.timeZone &&
        one.onChange === freeze.onChange &&
        one.mode === freeze.mode &&
        one.from < freeze.until &&
        freeze.from < one.until,
    );
  if (other === undefined) return [];
  const what = `overlaps "${other.id}" (${other.from} to ${other.until}) with the same consequence; make one of the two, or part them`;
  return [{ path: ['freezes', index, 'from'], what }];
}
