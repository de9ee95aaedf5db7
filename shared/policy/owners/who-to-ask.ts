import * as z from 'zod';

/** Whom the comment of a regression names. Part of `perf-agent.policy.v1`. */
export const WHO_TO_ASK = {
  whoToAsk: z
    .strictObject({
      codeOwners: z
        .boolean()
        .default(true)
        .describe(
          "Code owners of the files that the cause names, as the host's CODEOWNERS has them; then `owners` of this policy.",
        ),
      mention: z
        .boolean()
        .default(false)
        .describe('Written as mentions, which call people; otherwise as names alone.'),
    })
    .default({ codeOwners: true, mention: false })
    .describe('Whom the comment of a regression names.'),
};
