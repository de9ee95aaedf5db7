import { type Socket } from 'node:net';
import {
  createFrameReader,
  cString,
  errorResponse,
  frame,
  readyForQuery,
  type Frame,
  type TransactionStatus,
} from './frames.ts';
import { createStatementNames } from './statement-names.ts';
import { TurnTimeoutError, type Turns } from './turns.ts';

/** Runs messages of the wire protocol on the one backend; answers stream to `onAnswer`. */
export type Backend = (messages: Buffer, onAnswer: (answer: Uint8Array) => void) => Promise<void>;

interface ConnectionOptions {
  readonly id: number;
  readonly socket: Socket;
  readonly backend: Backend;
  readonly turns: Turns;
  /** A transaction whose client says nothing for so long is rolled back and the connection closed. */
  readonly idleInTransactionMs: number;
}

/** Messages after which the backend answers and the client waits: Query, Sync, FunctionCall, Flush. */
const ENDS_A_BATCH = new Set(['Q', 'S', 'F', 'H']);
const MAX_WAITING_BYTES = 256 * 1024 * 1024;
/** The backend would wait for the data inside one call, and there is no second call while the first one runs. */
const COPY_FROM_CLIENT = /^\s*copy\b[^;]*\bfrom\s+stdin\b/i;

/**
 * One client after its sign-in. It keeps the backend from its first message until ReadyForQuery says that no
 * transaction is open, so transactions of different connections never mix: they run one after the other.
 */
export class DatabaseConnection {
  readonly #options: ConnectionOptions;
  readonly #names: ReturnType<typeof createStatementNames>;
  #batch: Buffer[] = [];
  #waitingBytes = 0;
  #status: TransactionStatus = 'I';
  #isClosed = false;
  #idleTimer: NodeJS.Timeout | undefined;
  #work: Promise<void> = Promise.resolve();

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.#names = createStatementNames(options.id);
  }

  /** Starts to serve the socket; `rest` is what it has received already. */
  serve(rest: Buffer): void {
    const { socket } = this.#options;
    const reader = createFrameReader();
    const onData = (chunk: Buffer): void => {
      try {
        for (const message of reader.push(chunk)) this.#receive(message);
      } catch (error) {
        this.#end('08P01', error instanceof Error ? error.message : String(error));
      }
    };
    socket.on('data', onData);
    onData(rest);
    socket.once('close', () => {
      // A time-out while waiting for the turn means a busy database; statements left behind do no harm.
      this.#cleanUp().catch(() => undefined);
    });
  }

  #receive(message: Frame): void {
    if (message.type === 'X') {
      this.#options.socket.end();
      return;
    }
    if (isCopyFromClient(message)) {
      this.#end('0A000', 'COPY … FROM STDIN is not served by the embedded database; insert rows instead');
      return;
    }
    this.#batch.push(this.#names.rename(message));
    this.#waitingBytes += message.bytes.length;
    if (this.#waitingBytes > MAX_WAITING_BYTES)
      throw new RangeError('More than 256 MiB wait on one connection.');
    if (!ENDS_A_BATCH.has(message.type)) return;
    const messages = Buffer.concat(this.#batch);
    this.#batch = [];
    this.#work = this.#work.then(() => this.#runBatch(messages));
  }

  async #runBatch(messages: Buffer): Promise<void> {
    this.#waitingBytes -= messages.length;
    if (this.#isClosed) return;
    clearTimeout(this.#idleTimer);
    try {
      await this.#options.turns.take(this);
      await this.#run(messages);
    } catch (error) {
      this.#answerFailure(error);
    }
    this.#watchTransaction();
  }

  async #run(messages: Buffer): Promise<void> {
    const { backend, socket, turns } = this.#options;
    const answers = createFrameReader();
    const seen = { ready: false };
    await backend(messages, (answer) => {
      const bytes = Buffer.from(answer);
      for (const { type, bytes: message } of answers.push(bytes)) {
        if (type !== 'Z') continue;
        seen.ready = true;
        this.#status = statusFrom(message);
      }
      if (socket.writable) socket.write(bytes);
    });
    if (seen.ready && this.#status === 'I') turns.give(this);
  }

  #answerFailure(error: unknown): void {
    const { socket, turns } = this.#options;
    turns.give(this);
    this.#status = 'I';
    if (!socket.writable) return;
    const code = error instanceof TurnTimeoutError ? '55P03' : 'XX000';
    socket.write(errorResponse('ERROR', code, error instanceof Error ? error.message : String(error)));
    socket.write(readyForQuery('I'));
  }

  #watchTransaction(): void {
    if (this.#status === 'I' || this.#isClosed) return;
    const { idleInTransactionMs } = this.#options;
    this.#idleTimer = setTimeout(() => {
      this.#end('25P03', `a transaction was idle for ${idleInTransactionMs} ms; it was rolled back`);
    }, idleInTransactionMs);
  }

  #end(code: string, message: string): void {
    this.#options.socket.write(errorResponse('FATAL', code, message));
    // Not end(): a client that does not close its side would keep its transaction, and with it the backend.
    this.#options.socket.destroySoon();
  }

  async #cleanUp(): Promise<void> {
    const { backend, turns } = this.#options;
    this.#isClosed = true;
    clearTimeout(this.#idleTimer);
    await this.#work;
    const rest = this.#names.closeAll();
    if (this.#status !== 'I') rest.unshift(frame('Q', cString('ROLLBACK')));
    if (rest.length === 0) {
      turns.give(this);
      return;
    }
    try {
      await turns.take(this);
      for (const message of rest) await backend(message, () => undefined);
    } finally {
      turns.give(this);
    }
  }
}

function isCopyFromClient({ type, bytes }: Frame): boolean {
  if (type === 'Q') return COPY_FROM_CLIENT.test(bytes.toString('utf8', 5, 2000));
  return type === 'P' && COPY_FROM_CLIENT.test(bytes.toString('utf8', bytes.indexOf(0, 5) + 1, 2000));
}

function statusFrom(message: Buffer): TransactionStatus {
  const letter = String.fromCharCode(message[5] ?? 0);
  return letter === 'T' || letter === 'E' ? letter : 'I';
}
