import * as z from 'zod';

/**
 * Text that went through the masker. Only `shared/masking` may make one from raw text (a test in test/architecture
 * holds that); reading an artifact back yields it again, because artifacts hold nothing else.
 */
export const Masked = z.string().brand<'Masked'>();
export type Masked = z.infer<typeof Masked>;
