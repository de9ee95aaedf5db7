import { type ShapeGroup } from './group-shapes.ts';
import { typeBit } from './parameter-type.ts';
import { renderPieces } from './render-pieces.ts';
import { VARIED } from './shape.ts';

const TEXT = typeBit('text');

/** Text of a group's template, and the type bits of each of its places from left to right. */
export function renderTemplate(group: ShapeGroup): {
  readonly template: string;
  readonly types: readonly number[];
} {
  const first = group.shapes[0]!;
  const types: number[] = [];
  let template = '';
  group.texts.forEach((text, at) => {
    const soft = group.shapes.some(
      (shape) => shape.softs[at] === VARIED || shape.softs[at] !== first.softs[at],
    );
    const shown = soft && text !== '<*>' ? renderPieces(text, 0, text.length, true) : text;
    for (let place = shown.indexOf('<*>'); place >= 0; place = shown.indexOf('<*>', place + 3)) {
      types.push(group.shapes.reduce((bits, shape) => bits | shape.types[at]!, 0) || TEXT);
    }
    template += (first.spaces[at] === 1 ? ' ' : '') + shown;
  });
  return { template, types };
}
