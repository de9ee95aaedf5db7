import { hash } from 'node:crypto';
import { BLOCK_WORDS, LANES, loadSha256Lanes, type Sha256Lanes, STATE_WORDS } from './sha256-lanes.ts';

const BLOCK_BYTES = 4 * BLOCK_WORDS;
const HASH_BYTES = 4 * STATE_WORDS;
const INNER = 0x36;
const OUTER = 0x5c;
export const END_OF_MESSAGE = 0x80;
/** What fits into one block with the end of the message and its length. */
export const LONGEST_LANE_MESSAGE = BLOCK_BYTES - 9;

/** HMAC-SHA256 of as many short messages at once as there are lanes. */
export interface HmacLanes {
  /**
   * Puts a message of so many bytes, LONGEST_LANE_MESSAGE at most, into a lane; without one it keeps what it had. The words hold four
   * bytes each, the first of them highest, with END_OF_MESSAGE behind the last and zeros behind that to the end of the word.
   */
  put(lane: number, message: Int32Array, bytes: number): void;
  /** Works out the codes of all lanes. */
  run(): void;
  /** The first three bytes of a lane's code. */
  high(lane: number): number;
  /** The next three. */
  low(lane: number): number;
}

/** All keys of a thread share one memory: each would reserve gigabytes of addresses for its own. */
let loaded: Sha256Lanes | null | undefined;
/** Whose states lie there now. */
let keyed: Int32Array | null = null;

/**
 * HMAC-SHA256 (RFC 2104) under one key. The key's two blocks are compressed once; a message of one block then takes two compressions
 * instead of four, and four messages share them.
 * @returns null where the processor or Node has none: then messages are hashed one by one
 */
export function createHmacLanes(key: Uint8Array): HmacLanes | null {
  if (loaded === undefined) loaded = load();
  if (loaded === null) return null;
  const { words, compress, initial, states, blocks } = loaded;
  const [answer, inner, outer] = states;
  const [message, second] = blocks;
  const block = new Uint8Array(BLOCK_BYTES);
  block.set(key.length > BLOCK_BYTES ? hash('sha256', key, 'buffer') : key);
  const innerState = stateBehind(INNER);
  const outerState = stateBehind(OUTER);

  function stateBehind(pad: number): Int32Array {
    const padded = block.map((byte) => byte ^ pad);
    for (let word = 0; word < BLOCK_WORDS; word++) {
      words.fill(wordAt(padded, word * 4), message / 4 + word * LANES, message / 4 + (word + 1) * LANES);
    }
    compress(initial, message, answer);
    return words.slice(answer / 4, answer / 4 + STATE_WORDS * LANES);
  }

  return {
    put: (lane, given, bytes) => {
      const end = (bytes >> 2) + 1;
      let at = message / 4 + lane;
      for (let word = 0; word < end; word++, at += LANES) words[at] = given[word]!;
      const last = message / 4 + lane + (BLOCK_WORDS - 1) * LANES;
      for (; at < last; at += LANES) words[at] = 0;
      words[last] = 8 * (BLOCK_BYTES + bytes);
    },
    run: () => {
      if (keyed !== innerState) {
        words.set(innerState, inner / 4);
        words.set(outerState, outer / 4);
        keyed = innerState;
      }
      // The inner code is the message of the outer one.
      compress(inner, message, second);
      compress(outer, second, answer);
    },
    high: (lane) => words[answer / 4 + lane]! >>> 8,
    low: (lane) => ((words[answer / 4 + lane]! & 0xff) << 16) | (words[answer / 4 + LANES + lane]! >>> 16),
  };
}

/** Whether a key of this thread has met the cost of loading them or of seeing that there are none, some milliseconds at the first call. */
export function areLanesLoaded(): boolean {
  return loaded !== undefined;
}

function load(): Sha256Lanes | null {
  const lanes = loadSha256Lanes();
  if (lanes === null) return null;
  const { words, blocks } = lanes;
  // How the message of the outer code ends is always the same.
  const end = blocks[1] / 4 + STATE_WORDS * LANES;
  words.fill(END_OF_MESSAGE << 24, end, end + LANES);
  const last = blocks[1] / 4 + (BLOCK_WORDS - 1) * LANES;
  words.fill(8 * (BLOCK_BYTES + HASH_BYTES), last, last + LANES);
  return lanes;
}

/** Four bytes, the first of them the highest. */
function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
}
