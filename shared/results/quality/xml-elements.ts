import type { QualityDocument } from './quality-document.ts';

export type Attributes = Readonly<Record<string, string>>;

/** What one kind of XML report makes of its elements, in the order of the document. */
export interface XmlReport {
  /** @param path names of the elements around it, the root first */
  open(name: string, attributes: Attributes, path: readonly string[]): void;
  end(): QualityDocument;
}
