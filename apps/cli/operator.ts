import { userInfo } from 'node:os';
import { type Environment, loadEnvironment } from '../../shared/config/environment.ts';
import { identityKey } from '../../shared/contracts/identity-key.ts';
import { createServices, type Services } from '../../shared/wiring.ts';
import { announceTarget } from './announce-target.ts';
import type { CommonOptions } from './run-command.ts';
import { operatorTarget } from './target.ts';

/** Settings of the installation that a command works on, which is said before anything is done to it. */
export function operatorEnvironment(options: CommonOptions): Environment {
  const { env, target } = operatorTarget(options);
  const environment = loadEnvironment(env);
  announceTarget(target, options);
  // Azure's client finds the managed identity of the embedded cloud through the process's own environment.
  for (const name of ['IDENTITY_ENDPOINT', 'IDENTITY_HEADER']) {
    if (env[name] !== undefined) process.env[name] = env[name];
  }
  return environment;
}

/** Who works on the stores themselves, for the audit log: `operator` and the user of this computer, masked, as that may be an address. */
export function operatorName(
  { tenant, maskerOf }: Pick<Services, 'tenant' | 'maskerOf'>,
  user: string = userInfo().username,
): string {
  return `operator ${maskerOf(identityKey(tenant)).mask(user)}`;
}

/** Runs work on the stores and queues themselves, with the rights of the caller's own identity. */
export async function withServices<T>(
  options: CommonOptions,
  work: (services: Services, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const services = await createServices((line) => console.error(line), operatorEnvironment(options));
  const stopped = new AbortController();
  const stop = (): void => stopped.abort(new Error('Stopped.'));
  process.once('SIGINT', stop);
  try {
    return await work(services, stopped.signal);
  } finally {
    process.off('SIGINT', stop);
    await services.close();
  }
}
