import type { Overlay } from './policy-overlay.ts';

interface OverlayByPath extends Overlay {
  readonly id: string;
  readonly match: readonly string[];
}

/** A policy or a budget file: sections that both have. */
export interface Levels extends Overlay {
  readonly paths: readonly OverlayByPath[];
  readonly services?: readonly (Overlay & { readonly paths: readonly OverlayByPath[] })[];
}

/** Everything in a document that may speak for a level, and where it stands; the document's own root first. */
export function overlaysOf(
  document: Levels,
): readonly { readonly overlay: Overlay; readonly at: readonly (string | number)[] }[] {
  return [
    { overlay: document, at: [] },
    ...document.paths.map((overlay, index) => ({ overlay, at: ['paths', index] })),
    ...(document.services ?? []).flatMap((service, index) => [
      { overlay: service, at: ['services', index] },
      ...service.paths.map((overlay, inner) => ({ overlay, at: ['services', index, 'paths', inner] })),
    ]),
  ];
}
