import { equalInConstantTime } from '../connectors/common/equal-in-constant-time.ts';
import { PermanentError } from '../errors/pipeline-error.ts';
import type { LoadedPolicy } from '../policy/policy.ts';

export interface IdentityPorts {
  readonly policy: () => Promise<LoadedPolicy>;
  readonly secret: (name: string) => Promise<string>;
}

/** 20 characters of a random code are more than anybody guesses through a door. */
const SHORTEST_CODE = 20;

/**
 * Whether the code is the person's own. A function key is shared by pipelines and a link can be passed on: neither says who speaks.
 * @throws PermanentError(`CONFIG_INVALID`) when the code in the vault is short enough to be guessed
 */
export async function isPersonsCode(
  { policy, secret }: IdentityPorts,
  person: string,
  code: string,
): Promise<boolean> {
  const { people } = (await policy()).policy;
  const known = people.find(({ id }) => id === person);
  if (known?.codeSecret === undefined) return false;
  const expected = (await secret(known.codeSecret)).trim();
  if (expected.length < SHORTEST_CODE) {
    throw new PermanentError(
      'CONFIG_INVALID',
      `The approval code in the secret "${known.codeSecret}" is shorter than ${SHORTEST_CODE} characters; make a random one.`,
    );
  }
  return equalInConstantTime(code.trim(), expected);
}
