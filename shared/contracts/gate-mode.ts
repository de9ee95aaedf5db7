import * as z from 'zod';

/** `observe`: a gate says what it would have done and blocks nothing. */
export const GateMode = z
  .enum(['enforce', 'observe'])
  .describe('`observe`: says what it would have done and blocks nothing; `enforce` when left out.');
export type GateMode = z.infer<typeof GateMode>;
