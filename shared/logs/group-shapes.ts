import { type Shape } from './shape.ts';

/** Shapes that are one template: texts of the first, with `<*>` where they differ. */
export interface ShapeGroup {
  readonly texts: readonly string[];
  readonly shapes: readonly Shape[];
}

export function groupShapes(shapes: readonly Shape[]): readonly ShapeGroup[] {
  return shapes.map((shape) => ({ texts: shape.texts, shapes: [shape] }));
}
