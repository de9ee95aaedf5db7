import { textOf } from './target.ts';

/** A request as one document: its head as JSON in the first line, then the body as it is. */
export interface Headed {
  readonly headers: Readonly<Record<string, string>>;
  /** Values of the route's parameters. */
  readonly params: Readonly<Record<string, string>>;
  /** With its question mark, or empty. */
  readonly query: string;
  readonly body: Uint8Array;
}

export function headedDocument(head: Partial<Omit<Headed, 'body'>>, body = ''): string {
  return `${JSON.stringify(head)}\n${body}`;
}

/** Whatever the document is, something comes of it: what is no head counts as body. */
export function readHeaded(document: Uint8Array): Headed {
  const end = document.indexOf(0x0a);
  const head = objectOf(textOf(document.subarray(0, Math.max(0, end))));
  if (head === null) return { headers: {}, params: {}, query: '', body: document };
  const { headers, params, query } = head;
  return {
    headers: textsOf(headers),
    params: textsOf(params),
    query: typeof query === 'string' ? query : '',
    body: document.subarray(end + 1),
  };
}

function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, text]) => [name.toLowerCase(), String(text)]));
}

function objectOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  } catch {
    return null;
  }
}
