import { bundle } from '../../tools/bundle.ts';
import { ROOT } from './start-installation.ts';

/** Global set-up of the integration tests: they run the bundle that Azure would load, built from this very source. */
export async function setup(): Promise<void> {
  await bundle(ROOT);
}
