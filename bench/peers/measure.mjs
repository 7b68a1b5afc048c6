// What the peers' measurements share: options, ranks, closed loops, figures as `name value unit`.

/** `--name value` pairs of the command line. */
export function options() {
  const words = process.argv.slice(2);
  const found = {};
  for (let at = 0; at < words.length; at += 2) {
    if (!words[at].startsWith("--") || words[at + 1] === undefined)
      throw new Error(`expected --name value, not ${words[at]} ${words[at + 1] ?? ""}`);
    found[words[at].slice(2)] = words[at + 1];
  }
  return found;
}

/** The value at `share` of the sorted values, by the rule that Anlan's own measurements use. */
export function percentile(values, share) {
  const sorted = Float64Array.from(values).sort();
  return sorted.length === 0 ? 0 : sorted[Math.floor(share * (sorted.length - 1))];
}

export const print = (name, value, unit, digits = 0) =>
  process.stdout.write(`${name} ${value.toFixed(digits)} ${unit}\n`);

/** 100000 as 100k, so that a figure's name says at which count it was measured. */
export const short = (count) => (count % 1000 === 0 ? `${count / 1000}k` : String(count));

export const pause = (milliseconds) => new Promise((go) => setTimeout(go, milliseconds));

/**
 * `width` closed loops, each sending its next piece of work when the last was answered, until `seconds` are
 * over or `work(number)` has been called `most` times. Answers per second and the waits in milliseconds.
 */
export async function closedLoops(width, seconds, most, work) {
  const waits = [];
  let next = 0;
  const start = performance.now();
  const end = start + seconds * 1000;
  const loop = async () => {
    while (next < most && performance.now() < end) {
      const number = next++;
      const sent = performance.now();
      await work(number);
      waits.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: width }, loop));
  return { rate: (waits.length * 1000) / (performance.now() - start), waits };
}

/** Numbers of [0, 1) that are the same in every run (mulberry32). */
export function chance(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
