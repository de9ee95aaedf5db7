/** One value of a live metric; `at` in milliseconds since 1970, null where nobody said when. */
export interface Sample {
  readonly at: number | null;
  readonly value: number;
}
