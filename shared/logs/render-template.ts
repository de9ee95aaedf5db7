import { type ShapeGroup } from './group-shapes.ts';
import { SLOT } from './lexer.ts';
import { typeBit } from './parameter-type.ts';
import { renderPieces } from './render-pieces.ts';
import { VARIED } from './shape.ts';
import { type Unit } from './shape-units.ts';

const TEXT = typeBit('text');

/** Text of a group's template, and the type bits of each of its places from left to right. */
export function renderTemplate(group: ShapeGroup): {
  readonly template: string;
  readonly types: readonly number[];
} {
  const first = group.rows[0]!;
  const types: number[] = [];
  let template = '';
  first.forEach((unit, at) => {
    const varied = group.rows.some((row) => row[at]!.hash !== unit.hash);
    const soft = group.rows.some((row) => row[at]!.soft === VARIED || row[at]!.soft !== unit.soft);
    const shown = shownText(unit, varied, soft);
    for (let place = shown.indexOf('<*>'); place >= 0; place = shown.indexOf('<*>', place + 3)) {
      types.push(group.rows.reduce((bits, row) => bits | row[at]!.types, 0) || TEXT);
    }
    template += (unit.space === 1 ? ' ' : '') + shown;
  });
  return { template, types };
}

function shownText(unit: Unit, varied: boolean, soft: boolean): string {
  if (varied) return '<*>';
  return soft && unit.kind !== SLOT ? renderPieces(unit.text, 0, unit.text.length, true) : unit.text;
}
