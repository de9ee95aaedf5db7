import { maskedName } from '../contracts/masked-text.ts';
import type { PlannedQuestion } from '../contracts/plan.ts';
import type { EffectivePolicy } from '../policy/effective-policy.ts';
import type { Masker } from '../ports/masker.ts';
import { originWords } from './mask-policy.ts';

/** Whom the policy says to ask about a regression of this change. People stand by their name, as approvers do; other words are masked. */
export function plannedQuestion(
  { owners, policy }: EffectivePolicy,
  names: Pick<Masker, 'mask'>,
): PlannedQuestion {
  const { people, whoToAsk } = policy;
  const named = (owners?.names ?? []).map((name) => {
    const person = people.find(({ id }) => id === name);
    return person === undefined
      ? { name: names.mask(name) }
      : { name: maskedName(person.name ?? person.id), person: person.id };
  });
  return { ...whoToAsk, owners: named, origin: owners === null ? null : originWords(owners.origin, names) };
}
