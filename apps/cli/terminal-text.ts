/** Signs that steer a terminal or turn the order in which it writes: what people wrote in titles and messages may hold them. */
let steering: RegExp | null = null;

/** Made for the first text: a command that only passes masked text on has none. */
function steeringSigns(): RegExp {
  return (steering ??= /[[\p{Cc}\p{Bidi_Control}]--[\n\t]]/gv);
}

/** The text with nothing in it that a terminal carries out; lines and tabs stay. */
export function harmlessText(text: string): string {
  return text.replace(steeringSigns(), '\uFFFD');
}

/** The same in one line, so that no text can pass itself off as the next. */
export function oneLine(text: string): string {
  return harmlessText(text.replace(/\s+/g, ' '));
}

/** JSON that says the same and steers no terminal. */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(
    steeringSigns(),
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Lets nothing through these two that steers a terminal. What has to be exact, as masked text, is written to the stream itself. */
export function guardTerminal(printer: Pick<Console, 'log' | 'error'>, args: readonly string[]): void {
  // One JSON document is for programs, and escapes what is below the blank by itself.
  if (args.includes('--json')) return;
  for (const name of ['log', 'error'] as const) {
    const print = printer[name].bind(printer);
    printer[name] = (...parts: unknown[]) =>
      print(...parts.map((part) => (typeof part === 'string' ? harmlessText(part) : part)));
  }
}
