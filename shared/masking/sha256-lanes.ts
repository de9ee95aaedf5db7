/** Messages that are compressed side by side: one in each 32-bit lane of a vector. */
export const LANES = 4;
/** Words of a block and of a state. */
export const BLOCK_WORDS = 16;
export const STATE_WORDS = 8;

const ROUNDS = 64;
const VECTOR_BYTES = 16;
/** Where the memory holds the constants of the rounds, each of them in all lanes. Behind them it is the callers'. */
const CONSTANTS_BYTES = ROUNDS * VECTOR_BYTES;
/** What a block takes: its schedule is worked out in place behind it. */
const SCHEDULE_BYTES = ROUNDS * VECTOR_BYTES;
const STATE_BYTES = STATE_WORDS * VECTOR_BYTES;

/** The part of WebAssembly's interface that is used: TypeScript has it among the types of browsers only. */
declare const WebAssembly:
  | {
      readonly validate: (bytes: Uint8Array) => boolean;
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: Record<string, unknown> };
    }
  | undefined;

/** Compresses the block at `block` into the state at `from` and writes the new state at `to`, in each lane on its own. */
type Compress = (from: number, block: number, to: number) => void;

export interface Sha256Lanes {
  /** Word `i` of lane `l` of what lies at byte `place` is `words[place / 4 + i * LANES + l]`. */
  readonly words: Int32Array;
  readonly compress: Compress;
  /** Byte places in `words` of the state that all messages begin with, and of what callers may use. */
  readonly initial: number;
  readonly states: readonly [number, number, number];
  readonly blocks: readonly [number, number];
}

/**
 * SHA-256's compression (FIPS 180-4, 6.2.2) of four messages at once, as WebAssembly that is put together here (some 2 KB, in two
 * or three milliseconds). A call of node:crypto costs several times what hashing a short message does. It is
 * shifts, additions and bit operations alone: neither a branch nor a place in memory depends on what is hashed.
 * @returns null where there is no WebAssembly (`node --jitless`) or no vectors in it (processors without SSE 4.1)
 */
export function loadSha256Lanes(): Sha256Lanes | null {
  const bytes = moduleBytes();
  if (typeof WebAssembly === 'undefined' || !WebAssembly.validate(bytes)) return null;
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  // What a module exports has no types of its own.
  const { memory, compress } = exports as { memory: { buffer: ArrayBuffer }; compress: Compress };
  const words = new Int32Array(memory.buffer);
  const [constants, start] = fractions();
  constants.forEach((word, index) => words.fill(word, index * LANES, (index + 1) * LANES));
  const initial = CONSTANTS_BYTES;
  start.forEach((word, index) =>
    words.fill(word, initial / 4 + index * LANES, initial / 4 + (index + 1) * LANES),
  );
  const first = initial + STATE_BYTES;
  const blocks = first + 3 * STATE_BYTES;
  return {
    words,
    compress,
    initial,
    states: [first, first + STATE_BYTES, first + 2 * STATE_BYTES],
    blocks: [blocks, blocks + SCHEDULE_BYTES],
  };
}

/** The first 32 bits of the fractional parts of the cube roots of 64 primes, and of the square roots of eight (4.2.2, 5.3.3). */
export function fractions(): readonly [readonly number[], readonly number[]] {
  const primes: number[] = [];
  for (let each = 2; primes.length < ROUNDS; each++) {
    if (!hasFactor(each, primes)) primes.push(each);
  }
  const fraction = (root: number): number => Math.floor((root - Math.floor(root)) * 2 ** 32) | 0;
  return [
    primes.map((prime) => fraction(Math.cbrt(prime))),
    primes.slice(0, STATE_WORDS).map((prime) => fraction(Math.sqrt(prime))),
  ];
}

function hasFactor(number: number, primes: readonly number[]): boolean {
  for (let index = 0; index < primes.length && primes[index]! ** 2 <= number; index++) {
    if (number % primes[index]! === 0) return true;
  }
  return false;
}

/** Appends an expression or a statement to the code of the function. */
type Emit = (code: number[]) => void;

const FROM = 0;
const BLOCK = 1;
const TO = 2;
const AT = 3;
const SCHEDULE = 4;
/** The first of the eight working variables; behind them the sum of a round. */
const WORKING = 5;
const SUM = WORKING + STATE_WORDS;

const I32 = 0x7f;
const V128 = 0x7b;
const LOAD = 0x00;
const STORE = 0x0b;
const AND = 0x4e;
const OR = 0x50;
const XOR = 0x51;
const SHIFT_LEFT = 0xab;
const SHIFT_RIGHT = 0xad;
const ADD = 0xae;

const get =
  (local: number): Emit =>
  (code) =>
    code.push(0x20, local);
const constant =
  (value: number): Emit =>
  (code) => {
    code.push(0x41);
    pushSigned(code, value);
  };
const set =
  (local: number, value: Emit): Emit =>
  (code) => {
    value(code);
    code.push(0x21, local);
  };
/** The vector so many vectors behind an address. */
const load =
  (address: Emit, vector: number): Emit =>
  (code) => {
    address(code);
    code.push(0xfd, LOAD, 4);
    pushUnsigned(code, vector * VECTOR_BYTES);
  };
const store =
  (address: Emit, vector: number, value: Emit): Emit =>
  (code) => {
    address(code);
    value(code);
    code.push(0xfd, STORE, 4);
    pushUnsigned(code, vector * VECTOR_BYTES);
  };
/** Vectors joined by one operation, from the left. */
const joined =
  (operation: number, [first, ...others]: readonly [Emit, ...Emit[]]): Emit =>
  (code) => {
    first(code);
    for (const other of others) {
      other(code);
      code.push(0xfd);
      pushUnsigned(code, operation);
    }
  };
const xor = (...terms: readonly [Emit, ...Emit[]]): Emit => joined(XOR, terms);
const sum = (...terms: readonly [Emit, ...Emit[]]): Emit => joined(ADD, terms);
const right = (value: Emit, bits: number): Emit => joined(SHIFT_RIGHT, [value, constant(bits)]);
const turned = (value: Emit, bits: number): Emit =>
  joined(OR, [right(value, bits), joined(SHIFT_LEFT, [value, constant(32 - bits)])]);

/** Moves an address on until it reaches `end`, after something was done at each place. */
const walk =
  (local: number, step: number, end: Emit, body: readonly Emit[]): Emit =>
  (code) => {
    code.push(0x03, 0x40);
    for (const emit of body) emit(code);
    advance(local, step)(code);
    get(local)(code);
    end(code);
    code.push(0x49, 0x0d, 0, 0x0b);
  };
const advance = (local: number, bytes: number): Emit => set(local, plus(get(local), bytes));
const plus =
  (value: Emit, bytes: number): Emit =>
  (code) => {
    value(code);
    constant(bytes)(code);
    code.push(0x6a);
  };

function compression(): readonly Emit[] {
  const each = Array.from({ length: STATE_WORDS }, (_, index) => index);
  return [
    set(SCHEDULE, get(BLOCK)),
    walk(SCHEDULE, VECTOR_BYTES, plus(get(BLOCK), SCHEDULE_BYTES - BLOCK_WORDS * VECTOR_BYTES), [nextWord()]),
    ...each.map((index) => set(WORKING + index, load(get(FROM), index))),
    set(AT, constant(0)),
    set(SCHEDULE, get(BLOCK)),
    // Eight rounds at a time: then each variable is called again what it was.
    walk(AT, STATE_WORDS * VECTOR_BYTES, constant(CONSTANTS_BYTES), [
      ...each.map(oneRound),
      advance(SCHEDULE, STATE_WORDS * VECTOR_BYTES),
    ]),
    ...each.map((index) => store(get(TO), index, sum(get(WORKING + index), load(get(FROM), index)))),
  ];
}

/** Word 16 of the schedule from where it is read on. */
function nextWord(): Emit {
  const word = (index: number): Emit => load(get(SCHEDULE), index);
  const small = (value: Emit, a: number, b: number, c: number): Emit =>
    xor(turned(value, a), turned(value, b), right(value, c));
  const next = sum(small(word(14), 17, 19, 10), word(9), small(word(1), 7, 18, 3), word(0));
  return store(get(SCHEDULE), BLOCK_WORDS, next);
}

/** Instead of moving all variables on by one, each round calls them by the name before. */
function oneRound(round: number): Emit {
  const local = (variable: number): number => WORKING + ((variable - round + STATE_WORDS) % STATE_WORDS);
  const variable = (index: number): Emit => get(local(index));
  const [a, b, c] = [variable(0), variable(1), variable(2)];
  const [e, f, g] = [variable(4), variable(5), variable(6)];
  const large = (value: Emit, x: number, y: number, z: number): Emit =>
    xor(turned(value, x), turned(value, y), turned(value, z));
  const choice = xor(g, joined(AND, [e, xor(f, g)]));
  const majority = xor(b, joined(AND, [xor(a, b), xor(b, c)]));
  const word = sum(variable(7), load(get(AT), round), load(get(SCHEDULE), round));
  const steps = [
    set(SUM, sum(word, choice, large(e, 6, 11, 25))),
    set(local(3), sum(variable(3), get(SUM))),
    set(local(7), sum(get(SUM), majority, large(a, 2, 13, 22))),
  ];
  return (code) => {
    for (const step of steps) step(code);
  };
}

/** The binary form of the module (WebAssembly Core Specification 2.0, chapter 5). */
function moduleBytes(): Uint8Array {
  const body = [2, 2, I32, STATE_WORDS + 1, V128];
  for (const emit of compression()) emit(body);
  body.push(0x0b);
  const bytes = [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0];
  pushSection(bytes, 1, [1, 0x60, 3, I32, I32, I32, 0]);
  pushSection(bytes, 3, [1, 0]);
  pushSection(bytes, 5, [1, 1, 1, 1]);
  pushSection(bytes, 7, [2, ...named('memory'), 2, 0, ...named('compress'), 0, 0]);
  const size: number[] = [];
  pushUnsigned(size, body.length);
  pushSection(bytes, 10, [1, ...size, ...body]);
  return Uint8Array.from(bytes);
}

function pushSection(bytes: number[], id: number, content: readonly number[]): void {
  bytes.push(id);
  pushUnsigned(bytes, content.length);
  bytes.push(...content);
}

function named(name: string): readonly number[] {
  return [name.length, ...Buffer.from(name)];
}

/** LEB128. */
function pushUnsigned(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}

function pushSigned(bytes: number[], value: number): void {
  let rest = value;
  for (; rest >= 0x40; rest >>= 7) bytes.push((rest & 0x7f) | 0x80);
  bytes.push(rest);
}
