import type { Masked } from '../contracts/masked.ts';

/** JSON-like value with every string masked. */
export type MaskedValue<T> = T extends string
  ? Masked
  : T extends readonly (infer U)[]
    ? readonly MaskedValue<U>[]
    : T extends object
      ? { readonly [K in keyof T]: MaskedValue<T[K]> }
      : T;

/** What stages know of shared/masking: text in, Masked out; pseudonyms stable for one run key. */
export interface Masker {
  mask(text: string): Masked;
  maskValue<T>(value: T): MaskedValue<T>;
  counts(): Readonly<Record<string, number>>;
}
