import { refusal } from '../amqp/refusal.ts';

/** Fields of a management request's body, checked as they are read. */
export class ManagementBody {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(body: unknown) {
    this.#fields = typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {};
  }

  /** Sequence numbers; the client sends 64-bit integers, of which rhea makes numbers up to 2^53. */
  sequences(): number[] {
    return this.#list('sequence-numbers').map((each) => {
      if (typeof each === 'number') return each;
      throw argumentError('sequence-numbers', 'integers up to 2^53');
    });
  }

  /** Lock tokens as 32 hexadecimal digits. */
  lockTokens(): string[] {
    return this.#list('lock-tokens').map((each) => {
      if (Buffer.isBuffer(each) && each.length === 16) return each.toString('hex');
      throw argumentError('lock-tokens', 'UUIDs');
    });
  }

  /** Encoded messages to schedule. */
  messages(): Buffer[] {
    return this.#list('messages').map((each) => {
      const bytes: unknown =
        typeof each === 'object' && each !== null ? Reflect.get(each, 'message') : undefined;
      if (Buffer.isBuffer(bytes)) return bytes;
      throw argumentError('messages', 'maps with a binary "message"');
    });
  }

  number(name: string, fallback: number): number {
    const value = this.#fields[name];
    return typeof value === 'number' ? value : fallback;
  }

  text(name: string): string | undefined {
    const value = this.#fields[name];
    return typeof value === 'string' ? value : undefined;
  }

  record(name: string): Readonly<Record<string, unknown>> {
    const value = this.#fields[name];
    return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
  }

  #list(name: string): readonly unknown[] {
    const value: unknown = this.#fields[name];
    if (!Array.isArray(value)) throw argumentError(name, 'a list');
    return value;
  }
}

function argumentError(name: string, expected: string): Error {
  return refusal('com.microsoft:argument-error', `The management request needs '${name}' as ${expected}.`);
}
