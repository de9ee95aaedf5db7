/** Parts one reply from the next. */
const BETWEEN = '\n=== next reply ===\n';
/** Whatever a server says, nobody asks it more often for one thing. */
const MOST_ASKED = 1_000;
/** Of the connection, and not of the reply. */
const LEFT_OUT = new Set(['connection', 'content-length', 'date', 'keep-alive', 'transfer-encoding']);
const WITHOUT_BODY = new Set([204, 205, 304]);

/** A fetch that answers out of a document: the replies in their order, the last one again and again. */
export interface Replay {
  readonly fetch: typeof fetch;
  /** @throws RangeError when a reply made the caller ask without end */
  check(): void;
}

/** A fetch that asks the real server and keeps what it answered, as a document for {@link replayOf}. */
export function createRecorder(): { readonly fetch: typeof fetch; readonly document: () => string } {
  const parts: string[] = [];
  return {
    async fetch(input, init) {
      const response = await fetch(input, init);
      const headers = Object.fromEntries([...response.headers].filter(([name]) => !LEFT_OUT.has(name)));
      const body = await response.text();
      parts.push(`${response.status} ${JSON.stringify(headers)}\n${body}`);
      return replyOf(Buffer.from(parts.at(-1) ?? ''));
    },
    document: () => parts.join(BETWEEN),
  };
}

export function replayOf(document: Uint8Array): Replay {
  const replies = parted(Buffer.from(document));
  let asked = 0;
  return {
    async fetch() {
      asked += 1;
      if (asked > MOST_ASKED) throw new RangeError('Nobody answers any more.');
      return replyOf(replies[Math.min(asked, replies.length) - 1] ?? Buffer.alloc(0));
    },
    check() {
      if (asked > MOST_ASKED) throw new RangeError(`asked ${asked} times for one thing`);
    },
  };
}

function parted(document: Buffer): readonly Buffer[] {
  const replies: Buffer[] = [];
  let from = 0;
  for (let at = document.indexOf(BETWEEN); at >= 0; at = document.indexOf(BETWEEN, from)) {
    replies.push(document.subarray(from, at));
    from = at + BETWEEN.length;
  }
  return [...replies, document.subarray(from)];
}

/** `200 {"link":"…"}`, a line end, the body. What does not begin so is a body alone. */
function replyOf(part: Buffer): Response {
  const lineEnd = part.indexOf('\n');
  const head = /^([2-5]\d\d) (\{.*\})$/.exec(part.subarray(0, Math.max(0, lineEnd)).toString());
  if (head === null)
    return new Response(Uint8Array.from(part), { headers: { 'content-type': 'application/json' } });
  const status = Number(head[1]);
  const body = WITHOUT_BODY.has(status) ? null : Uint8Array.from(part.subarray(lineEnd + 1));
  return new Response(body, { status, headers: headersOf(head[2] ?? '') });
}

/** What no server can send as a header is left out. */
function headersOf(text: string): Headers {
  const sent = Object.entries(recordOf(text)).map(([name, value]) => [name, String(value)] as const);
  return new Headers(
    sent
      .filter(([name, value]) => /^[\w-]+$/.test(name) && /^[\t\x20-\x7e\x80-\xff]*$/.test(value))
      .map((pair) => [...pair]),
  );
}

function recordOf(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
