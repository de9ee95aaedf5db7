/** Preloaded into a host: its clock goes wrong by SKEW_MS. Timers go on as they do, as on a machine whose wall clock is set wrong. */
const skewMs = Number(process.env.SKEW_MS ?? 0);
const TrueDate = Date;

globalThis.Date = class extends TrueDate {
  constructor(...given) {
    if (given.length === 0) super(TrueDate.now() + skewMs);
    else super(...given);
  }
  static now() {
    return TrueDate.now() + skewMs;
  }
};
