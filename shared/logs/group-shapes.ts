import { PUNCTUATION, SLOT } from './lexer.ts';
import { isVariableColumn, type Column } from './variable-column.ts';
import { type Shape } from './shape.ts';
import { unitsOf, type Unit } from './shape-units.ts';

/** Shapes that are one template, with the units of each. */
export interface ShapeGroup {
  readonly shapes: readonly Shape[];
  /** One row a shape; all of the same length. */
  readonly rows: readonly (readonly Unit[])[];
}

interface Row {
  readonly shape: Shape;
  readonly units: readonly Unit[];
}

/**
 * Joins shapes that differ only where a variable stands that does not look like one by itself (a user, a class, a
 * state). Shapes with the same punctuation are compared word by word; a place is variable when its values are many or
 * ever new (variable-column.ts). Where only some places are, the rows are parted by the place with the fewest values
 * and judged again: the partition of IPLoM (Makanju et al., KDD 2009) with an open-class test as its stop. Depends on
 * the set of shapes and their counts only, not on their order.
 */
export function groupShapes(shapes: readonly Shape[]): readonly ShapeGroup[] {
  const bySkeleton = new Map<string, Row[]>();
  for (const shape of shapes) {
    const units = unitsOf(shape);
    const skeleton = skeletonOf(units);
    const rows = bySkeleton.get(skeleton);
    if (rows === undefined) bySkeleton.set(skeleton, [{ shape, units }]);
    else rows.push({ shape, units });
  }
  const groups: ShapeGroup[] = [];
  for (const rows of bySkeleton.values()) partition(rows, groups);
  return groups;
}

function skeletonOf(units: readonly Unit[]): string {
  let skeleton = '';
  for (const unit of units)
    skeleton += (unit.space === 1 ? ' ' : '') + (unit.kind === PUNCTUATION ? unit.text : 'x');
  return skeleton;
}

function partition(start: readonly Row[], groups: ShapeGroup[]): void {
  const waiting = [start];
  for (let rows = waiting.pop(); rows !== undefined; rows = waiting.pop()) {
    const place = rows.length === 1 ? null : placeToPart(rows);
    if (place === null)
      groups.push({ shapes: rows.map((row) => row.shape), rows: rows.map((row) => row.units) });
    else waiting.push(...rowsByValue(rows, place).values());
  }
}

/** The place by which rows must be parted because they are more than one template; null when they are one. */
function placeToPart(rows: readonly Row[]): number | null {
  const columns = varyingColumns(rows);
  if (columns.length === 0) return null;
  const fewest = (candidates: readonly VaryingColumn[]): number | null =>
    candidates.reduce<VaryingColumn | null>(
      (best, column) => (best === null || column.values.length < best.values.length ? column : best),
      null,
    )?.at ?? null;
  const parting = fewest(columns.filter((column) => !isVariableColumn(column)));
  if (parting !== null) return parting;
  return columns[0]!.fixedWords < columns.length ? fewest(columns) : null;
}

interface VaryingColumn extends Column {
  readonly at: number;
}

function varyingColumns(rows: readonly Row[]): readonly VaryingColumn[] {
  const first = rows[0]!.units;
  const varying: { at: number; values: Column['values'] }[] = [];
  let fixedWords = 0;
  first.forEach((unit, at) => {
    if (unit.kind === PUNCTUATION) return;
    if (rows.every((row) => row.units[at]!.hash === unit.hash)) {
      if (unit.kind !== SLOT) fixedWords++;
      return;
    }
    const values = [...rowsByValue(rows, at).values()];
    varying.push({ at, values: values.map((same) => ({ unit: same[0]!.units[at]!, count: linesOf(same) })) });
  });
  return varying.map(({ at, values }) => ({
    at,
    values,
    fixedWords,
    before: first[at - 1],
    beforeThat: first[at - 2],
    after: first[at + 1],
  }));
}

function linesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.shape.count, 0);
}

function rowsByValue(rows: readonly Row[], at: number): ReadonlyMap<number, Row[]> {
  const values = new Map<number, Row[]>();
  for (const row of rows) {
    const hash = row.units[at]!.hash;
    const same = values.get(hash);
    if (same === undefined) values.set(hash, [row]);
    else same.push(row);
  }
  return values;
}
