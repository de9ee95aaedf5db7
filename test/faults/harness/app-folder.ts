import { cpSync, mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../support/start-installation.ts';

/** The built app by itself, so that a build of the checkout does not change the hosts that are killed and started meanwhile. */
export function copyApp(folder: string): string {
  const app = path.join(folder, 'app');
  mkdirSync(path.join(app, 'dist'), { recursive: true });
  cpSync(path.join(ROOT, 'dist/functions'), path.join(app, 'dist/functions'), { recursive: true });
  for (const file of ['package.json', 'host.json']) cpSync(path.join(ROOT, file), path.join(app, file));
  symlinkSync(path.join(ROOT, 'node_modules'), path.join(app, 'node_modules'));
  return app;
}
