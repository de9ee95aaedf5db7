import * as z from 'zod';

/** `observe`: a gate says what it would have done and blocks nothing. */
export const GateMode = z.enum(['enforce', 'observe']);
export type GateMode = z.infer<typeof GateMode>;
