import { invalidInput } from './invalid-input.ts';

const LONGEST_LINE = 1024 * 1024;

export interface LineSplitter {
  push(chunk: Uint8Array): void;
  /** Hands over what came after the last line end, if anything. */
  end(): void;
}

/** Cuts UTF-8 chunks into lines, whatever the chunks' borders; `take` gets each line without its end, and its number from 1. */
export function createLineSplitter(
  take: (line: string, number: number, ended: boolean) => void,
): LineSplitter {
  const decoder = new TextDecoder();
  let rest = '';
  let number = 0;

  function cut(text: string): void {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      number += 1;
      take(line.endsWith('\r') ? line.slice(0, -1) : line, number, true);
    }
    if (rest.length > LONGEST_LINE)
      throw invalidInput(`line ${number + 1}`, `lines of at most ${LONGEST_LINE} characters`);
  }

  return {
    push: (chunk) => cut(decoder.decode(chunk, { stream: true })),
    end() {
      cut(decoder.decode());
      if (rest !== '') take(rest, number + 1, false);
      rest = '';
    },
  };
}
