import { areLanesLoaded, createHmacLanes, type HmacLanes } from './hmac-lanes.ts';
import { createHmacBlock } from './hmac-block.ts';
import { createHmacSha256 } from './hmac-sha256.ts';
import { createKeptHashes, type KeptHashes, NONE } from './kept-hashes.ts';
import { LANES } from './sha256-lanes.ts';
import { createValueMessage, type HashKind, messageOf } from './value-message.ts';

/** A text has no more values than characters, and what is masked at once is a segment. */
const FIRST_ANSWERS = 1024;
/** Fewer new values than this take less time one by one than loading what hashes several at once. */
const FEW = 1024;
const HALF_DIGITS = 6;

/** Hashes that are asked for one by one and worked out several at once. */
export interface ValueHashes {
  /** Asks for the hash of `[start, end)`; returns its number, which is valid until `forget`. */
  ask(kind: HashKind, text: string, start: number, end: number): number;
  /** Works out what was asked for and is not known yet. */
  settle(): void;
  /** The first 24 bits of a hash, after `settle`. */
  high(asked: number): number;
  /** The next 24 bits. */
  low(asked: number): number;
  forget(): void;
}

/**
 * HMAC-SHA256 of values under one key, of which 48 bits are used. What is not remembered any more is hashed anew, with the same answer.
 */
export function createValueHashes(key: Uint8Array): ValueHashes {
  let hmac: ReturnType<typeof createHmacSha256> | null = null;
  const block = createHmacBlock(key);
  let kept: KeptHashes | null = null;
  const lanesForMany = lanesBehind(key, FEW);
  let lanes: HmacLanes | null = null;
  let answers = 0;
  let highs = new Int32Array(FIRST_ANSWERS);
  let lows = new Int32Array(FIRST_ANSWERS);
  const message = createValueMessage();
  const slotOfLane = new Int32Array(LANES);
  const askedByLane = new Int32Array(LANES);
  let taken = 0;

  function answered(high: number, low: number): number {
    if (answers === highs.length) {
      highs = doubled(highs);
      lows = doubled(lows);
    }
    highs[answers] = high;
    lows[answers] = low;
    return answers++;
  }

  function hashLong(kind: HashKind, value: string): number {
    const digits = (hmac ??= createHmacSha256(key))(messageOf(kind, value));
    const high = Number.parseInt(digits.slice(0, HALF_DIGITS), 16);
    return answered(high, Number.parseInt(digits.slice(HALF_DIGITS, 2 * HALF_DIGITS), 16));
  }

  /** Takes a lane for the message that was written last. */
  function hashWithOthers(many: HmacLanes, slot: number, bytes: number): number {
    lanes = many;
    lanes.put(taken, message.words, bytes);
    const asked = answered(0, 0);
    slotOfLane[taken] = slot;
    askedByLane[taken] = asked;
    taken++;
    return asked;
  }

  function settle(): void {
    if (taken === 0 || lanes === null || kept === null) return;
    lanes.run();
    for (let lane = 0; lane < taken; lane++) {
      const asked = askedByLane[lane]!;
      const slot = slotOfLane[lane]!;
      highs[asked] = lanes.high(lane);
      lows[asked] = lanes.low(lane);
      kept.settle(slot, asked, highs[asked], lows[asked]);
    }
    taken = 0;
  }

  return {
    ask: (kind, text, start, end) => {
      const bytes = message.write(kind, text, start, end);
      if (bytes === NONE) return hashLong(kind, text.slice(start, end));
      kept ??= createKeptHashes();
      const count = (bytes >> 2) + 1;
      const slot = kept.slotOf(message.words, count);
      if (kept.holds(slot, message.words, count)) {
        const before = kept.asked(slot);
        return before === NONE ? answered(kept.high(slot), kept.low(slot)) : before;
      }
      const many = lanesForMany();
      if (many === null) {
        block.run(message.words, bytes);
        const alone = answered(block.high(), block.low());
        kept.keep(slot, message.words, count, alone);
        kept.settle(slot, alone, highs[alone]!, lows[alone]!);
        return alone;
      }
      const asked = hashWithOthers(many, slot, bytes);
      kept.keep(slot, message.words, count, asked);
      if (taken === LANES) settle();
      return asked;
    },
    settle,
    high: (asked) => highs[asked]!,
    low: (asked) => lows[asked]!,
    forget: () => {
      answers = 0;
    },
  };
}

/** Answers with lanes behind so many calls, and with null before and where there are none. */
function lanesBehind(key: Uint8Array, few: number): () => HmacLanes | null {
  let lanes: HmacLanes | null | undefined;
  let calls = 0;
  return () => {
    if (lanes === undefined && (calls++ >= few || areLanesLoaded())) lanes = createHmacLanes(key);
    return lanes ?? null;
  };
}

function doubled(before: Int32Array): Int32Array<ArrayBuffer> {
  const after = new Int32Array(2 * before.length);
  after.set(before);
  return after;
}
