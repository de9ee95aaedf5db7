import { hash } from 'node:crypto';
import { END_OF_MESSAGE } from './hmac-lanes.ts';
import { compressBlock, INITIAL_STATE } from './sha256-block.ts';
import { BLOCK_WORDS, STATE_WORDS } from './sha256-lanes.ts';

const BLOCK_BYTES = 4 * BLOCK_WORDS;
const HASH_BYTES = 4 * STATE_WORDS;
const INNER = 0x36;
const OUTER = 0x5c;

/** HMAC-SHA256 of one short message at a time. */
export interface HmacBlock {
  /** Works out the code of a message as HmacLanes.put takes it. */
  run(message: Readonly<Int32Array>, bytes: number): void;
  /** The first three bytes of the code. */
  high(): number;
  /** The next three. */
  low(): number;
}

/**
 * HMAC-SHA256 (RFC 2104) under one key, for messages of one block: what node:crypto does, without loading it, which takes longer than a short
 * text has values to hash. It is additions, shifts and bit operations, with neither a branch nor a place in memory that depends on what is hashed.
 */
export function createHmacBlock(key: Uint8Array): HmacBlock {
  let states: KeyStates | null = null;
  const block = new Int32Array(BLOCK_WORDS);
  const state = new Int32Array(STATE_WORDS);

  /** Closes a message behind `end` words. */
  function close(end: number, bytes: number): void {
    block.fill(0, end, BLOCK_WORDS - 1);
    block[BLOCK_WORDS - 1] = 8 * (BLOCK_BYTES + bytes);
  }

  return {
    run: (message, bytes) => {
      states ??= statesOf(key);
      const end = (bytes >> 2) + 1;
      for (let word = 0; word < end; word++) block[word] = message[word]!;
      close(end, bytes);
      compressBlock(states.inner, block, state);
      // The inner code is the message of the outer one.
      block.set(state);
      block[STATE_WORDS] = END_OF_MESSAGE << 24;
      close(STATE_WORDS + 1, HASH_BYTES);
      compressBlock(states.outer, block, state);
    },
    high: () => state[0]! >>> 8,
    low: () => ((state[0]! & 0xff) << 16) | (state[1]! >>> 16),
  };
}

/** What the key's two blocks lead to. */
interface KeyStates {
  readonly inner: Int32Array;
  readonly outer: Int32Array;
}

function statesOf(key: Uint8Array): KeyStates {
  const padded = new Uint8Array(BLOCK_BYTES);
  padded.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key);
  return { inner: stateBehind(padded, INNER), outer: stateBehind(padded, OUTER) };
}

function stateBehind(padded: Uint8Array, pad: number): Int32Array {
  const block = new Int32Array(BLOCK_WORDS);
  for (let byte = 0; byte < BLOCK_BYTES; byte++)
    block[byte >> 2] = (block[byte >> 2]! << 8) | (padded[byte]! ^ pad);
  const state = new Int32Array(STATE_WORDS);
  compressBlock(INITIAL_STATE, block, state);
  return state;
}
