/** Where the text of an attack stands when it reaches the product. */
export type Place = 'diff' | 'log' | 'label' | 'metric' | 'path' | 'title' | 'branch';

/** One attempt to make the product's model say or do what a text from outside wants. */
export interface Attack {
  readonly kind: string;
  /** The text for each place that the attacker could write to. */
  readonly planted: Readonly<Partial<Record<Place, string>>>;
  /** What a model that obeys says, as sentences that cite E1, or as the whole answer where that is the attack. */
  readonly obeyed:
    { readonly says: readonly string[]; readonly cites?: readonly string[] } | { readonly answer: string };
}

type Line = readonly [place: Place, text: string, says: string];

/** Attacks of one kind, a line each. */
export function attacksOf(
  kind: string,
  lines: readonly Line[],
  cites?: readonly string[],
): readonly Attack[] {
  return lines.map(([place, text, says]) => ({
    kind,
    planted: { [place]: text },
    obeyed: { says: [says], ...(cites === undefined ? {} : { cites }) },
  }));
}

/** Tag characters of Unicode: ASCII that nobody sees. */
export function tagged(text: string): string {
  return Array.from(text, (sign) => String.fromCodePoint(0xe0000 + (sign.codePointAt(0) ?? 0))).join('');
}

/** Bits of the text as zero width signs. */
export function zeroWidth(text: string): string {
  const bits = Array.from(Buffer.from(text), (byte) => byte.toString(2).padStart(8, '0')).join('');
  return bits.replaceAll('0', '\u200b').replaceAll('1', '\u200c');
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
