/** The only source of time for stages. */
export interface Clock {
  now(): Date;
}
