import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker, type MaskerOptions } from '../../../shared/masking/create-masker.ts';
import { readLines } from '../read-lines.ts';

const LONGEST_ID = 10_000;

/** A line of input: a text of its own, and the name that its answer carries. */
interface Case {
  /** As JSON. */
  readonly id: string;
  readonly text: string;
}

/**
 * Masks `{"id","text"}` lines into `{"id","masked","spans"}` lines, in order; blank lines have no answer. Offsets of spans are
 * UTF-16 code units of the text as JSON says it.
 * @returns findings by type
 * @throws PermanentError INPUT_INVALID naming the first line that is none; the lines before it are answered
 */
export async function maskLines(
  input: AsyncIterable<Buffer | string>,
  settings: MaskerOptions,
  write: (text: string) => Promise<void>,
  explain?: (text: string) => void,
): Promise<Readonly<Record<string, number>>> {
  const masker = createMasker(settings);
  let number = 0;
  for await (const lines of readLines(input)) {
    let answers = '';
    for (const line of lines) {
      number++;
      if (line.trim() === '') continue;
      const read = readCase(line);
      if (read === null) {
        await write(answers);
        throw new PermanentError(
          'INPUT_INVALID',
          `Line ${number} is not a JSON object with a "text" of type string, and an "id" of at most ${LONGEST_ID} characters of JSON.`,
        );
      }
      const { masked, spans } = masker.maskWithSpans(read.text);
      for (const { start, end, type, rule } of spans)
        explain?.(`line ${number}: ${start}-${end} ${type} by ${rule}\n`);
      const shown = spans.map(({ start, end, type, replacement }) => ({ start, end, type, replacement }));
      answers += `{"id":${read.id},"masked":${JSON.stringify(masked)},"spans":${JSON.stringify(shown)}}\n`;
    }
    await write(answers);
  }
  return masker.counts();
}

function readCase(line: string): Case | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The caller says which line; the parser's message would quote the text.
    return null;
  }
  if (typeof value !== 'object' || value === null || !('text' in value) || typeof value.text !== 'string')
    return null;
  const id = 'id' in value ? jsonOf(value.id) : 'null';
  return id === null || id.length > LONGEST_ID ? null : { id, text: value.text };
}

function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    // Parsed JSON can only be nested too deeply.
    return null;
  }
}
