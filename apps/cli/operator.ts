import { loadEnvironment } from '../../shared/config/environment.ts';
import { createServices, type Services } from '../../shared/wiring.ts';
import { operatorEnvironment, type TargetOptions } from './target.ts';

/** Runs work on the stores and queues themselves, with the rights of the caller's own identity. */
export async function withServices<T>(
  options: TargetOptions,
  work: (services: Services, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const services = await createServices(
    (line) => console.error(line),
    loadEnvironment(operatorEnvironment(options)),
  );
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
