import * as z from 'zod';

const ReplyClaim = z.object({
  text: z.string().min(1).max(600).describe('One sentence, plain words.'),
  evidence: z
    .array(z.string().max(10))
    .min(1)
    .max(10)
    .describe(
      'Ids of the evidence that carries the sentence: E… findings, B… budgets, D… changed files, L… log patterns, M… monitoring.',
    ),
  confidence: z.enum(['low', 'medium', 'high']),
});

/** What a model may answer. It has no field for a verdict: it cannot give one. */
export const ModelReply = z.object({
  summary: z
    .string()
    .min(1)
    .max(800)
    .describe('Two sentences at most: what became slower and the likeliest reason.'),
  causes: z.array(ReplyClaim).max(8),
  fixes: z.array(ReplyClaim).max(8),
});
export type ModelReply = z.infer<typeof ModelReply>;
