import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { findPackageJSON } from 'node:module';
import { dirname, isAbsolute, resolve } from 'node:path';
import { PermanentError } from '../errors/pipeline-error.ts';
import { policyFromText } from '../policy/load-documents.ts';
import { parseYamlDocument } from '../policy/parse-yaml-document.ts';
import type { LoadedPolicy } from '../policy/policy.ts';
import { Configuration } from './configuration.ts';

/**
 * @param source path of a YAML file, or YAML text (recognised by a line break or the schema line).
 * @throws PermanentError(`CONFIG_INVALID` | `POLICY_INVALID`) with file, line and what would be right.
 */
export async function loadConfiguration(source: string): Promise<Configuration> {
  const inline =
    source.includes('\n') || source.trimStart().startsWith('schema:') || source.trimStart().startsWith('{');
  const text = inline ? source : await readText(source, 'PERF_AGENT_CONFIG');
  const configuration = parseYamlDocument(text, inline ? 'PERF_AGENT_CONFIG' : source, Configuration);
  for (const list of [configuration.connections, configuration.models]) {
    const ids = list.map((one) => one.id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined)
      throw new PermanentError('CONFIG_INVALID', `The configuration names "${twice}" twice.`);
  }
  return configuration;
}

/**
 * Where the policy of a configuration lies. A relative path is one of the working directory, which is the app's folder for the functions host; a command
 * for operators may be given anywhere, so where there is no such file it is one of the app's folder.
 */
export function policyPath(configured: string, workingDirectory = process.cwd()): string {
  const here = resolve(workingDirectory, configured);
  if (isAbsolute(configured) || existsSync(here)) return here;
  return resolve(dirname(findPackageJSON('..', import.meta.url) ?? here), configured);
}

/** Reads a policy; its version is the hash of its text. @throws PermanentError(`POLICY_INVALID` | `CONFIG_INVALID`). */
export async function loadPolicy(path: string): Promise<LoadedPolicy> {
  const text = await readText(path, 'the policy');
  return policyFromText(text, path);
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(resolve(path), 'utf8');
  } catch (error) {
    throw new PermanentError('CONFIG_INVALID', `The file of ${what} cannot be read: ${path}`, {
      cause: error,
    });
  }
}
