import { findPackageJSON } from 'node:module';
import path from 'node:path';

/**
 * The policy that judges files where no other is named. Beside package.json, of which this file is not equally far away as a source and
 * within the bundle.
 */
export const DEFAULT_POLICY = path.join(
  path.dirname(findPackageJSON('..', import.meta.url) ?? ''),
  'policies/default.yaml',
);
