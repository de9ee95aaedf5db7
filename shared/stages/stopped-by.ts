import { Collected } from '../contracts/collected.ts';
import { Explanation } from '../contracts/explanation.ts';
import type { Plan } from '../contracts/plan.ts';
import type { StageContext } from '../ports/stage.ts';

/** The newer commit for whose sake a step of this run stopped. @returns null: none did */
export async function stoppedBy(
  { sources }: Pick<Plan, 'sources'>,
  context: StageContext,
): Promise<string | null> {
  const explained = await context.find('reason', Explanation);
  if (explained !== null) return explained.value.supersededBy ?? null;
  const collected = await Promise.all(sources.map(({ part }) => context.find('collect', Collected, part)));
  return collected.map((found) => found?.value.supersededBy ?? null).find((by) => by !== null) ?? null;
}
