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
      lastAuthor: z
        .boolean()
        .default(true)
        .describe('Who changed the files last that the cause names, as the code host knows them.'),
      mention: z
        .boolean()
        .default(false)
        .describe('Written as mentions, which call people; otherwise as names alone.'),
    })
    .default({ codeOwners: true, lastAuthor: true, mention: false })
    .describe('Whom the comment of a regression names.'),
};
