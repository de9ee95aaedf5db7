import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
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
