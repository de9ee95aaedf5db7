/** What the service remembers of its requests, for a diagnostics page. */
export interface RequestHistory {
  remember(request: { readonly route: string; readonly url: string; readonly body: string }): void;
  size(): number;
}

const KEPT = 50;

/** The sound version: the last 50 requests. */
export function createBoundedHistory(): RequestHistory {
  const requests: string[] = [];
  return {
    remember({ route }) {
      requests.push(route);
      if (requests.length > KEPT) requests.shift();
    },
    size: () => requests.length,
  };
}

interface Remembered {
  readonly url: string;
  readonly at: number;
  readonly body: string;
  readonly repeats: number;
}

/** Defect "leak": every request is kept for good with its whole answer, and every request walks over all of them. */
export function createLeakingHistory(): RequestHistory {
  const requests: Remembered[] = [];
  return {
    remember({ url, body }) {
      const repeats = requests.filter((earlier) => earlier.url === url).length;
      // A copy of its own: the answer's string would otherwise be shared with the socket's buffer and cost nothing.
      requests.push({ url, at: performance.now(), body: Buffer.from(body).toString('latin1'), repeats });
    },
    size: () => requests.length,
  };
}
