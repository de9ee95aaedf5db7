import { PermanentError } from '../../../shared/errors/pipeline-error.ts';
import { createMasker, type MaskerOptions } from '../../../shared/masking/create-masker.ts';
import { readLines } from '../read-lines.ts';

/** A line of input: a text of its own, and the name that its answer carries. */
interface Case {
  readonly id: unknown;
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
          `Line ${number} is not a JSON object with a "text" of type string.`,
        );
      }
      const { masked, spans } = masker.maskWithSpans(read.text);
      for (const { start, end, type, rule } of spans)
        explain?.(`line ${number}: ${start}-${end} ${type} by ${rule}\n`);
      const shown = spans.map(({ start, end, type, replacement }) => ({ start, end, type, replacement }));
      answers += `${JSON.stringify({ id: read.id, masked, spans: shown })}\n`;
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
  return { id: 'id' in value ? value.id : null, text: value.text };
}
