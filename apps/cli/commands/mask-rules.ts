import { parse, YAMLParseError } from 'yaml';
import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { type CustomRule, CustomRules } from '../../../shared/masking/custom-rule.ts';

/**
 * Custom rules as a file of them says, in YAML or JSON.
 * @throws PermanentError INPUT_INVALID naming the file and what in it is no rule
 */
export function parseRules(text: string, file: string): readonly CustomRule[] {
  const parsed = CustomRules.safeParse(parseYaml(text, file));
  if (parsed.success) return parsed.data;
  const fault = parsed.error.issues[0];
  throw new PermanentError(
    'INPUT_INVALID',
    `${file}: ${fault?.path.join('.') ?? ''}: ${fault?.message ?? 'not a list of rules'}.`,
  );
}

function parseYaml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new PermanentError('INPUT_INVALID', `${file} is no YAML: ${error.message}`, { cause: error });
  }
}
