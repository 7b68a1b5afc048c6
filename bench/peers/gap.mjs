// One job queue's deadlines through two kills, a phase a process: `fill` creates what is pending and the
// storm; the server is killed and the storm falls due; `some` fires until `--kill-at` of them are out and
// kills itself; `rest` fires what is left. What was fired is kept as a line each in `--fired`. Figures are
// `<peer>.<what> value unit`.
// node gap.mjs --phase P --peer NAME --socket PATH --pending N --storm N --storm-seconds N --kill-at N
//   --fired FILE
import { openSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { options, pause, print, short } from "./measure.mjs";
import { bullMq, graphileDefault, graphileTuned, pgBoss } from "./queues.mjs";

const peers = {
  pgboss: pgBoss,
  graphile_default: graphileDefault,
  graphile_tuned: graphileTuned,
  bullmq: bullMq,
};
const given = options();
const peer = given.peer;
if (!(peer in peers)) throw new Error(`--peer is one of ${Object.keys(peers).join(", ")}`);
const pending = Number(given.pending);
const storm = Number(given.storm);
const hour = 3_600_000;
const together = 1_000; // jobs in one call of createMany
const queue = peers[peer]({ socket: given.socket });

/** Jobs `first` to `first + count`, all due at once; the storm's numbers are above what is pending. */
async function create(first, count, due) {
  for (let at = 0; at < count; at += together) {
    const size = Math.min(together, count - at);
    await queue.createMany(Array.from({ length: size }, (_, index) => [first + at + index, due]));
  }
}

async function fill() {
  const started = performance.now();
  await create(0, pending, Date.now() + 2 * hour);
  const eachSecond = (pending * 1_000) / (performance.now() - started);
  const due = Date.now() + Math.ceil((storm / eachSecond) * 1_500) + 3_000;
  await create(pending, storm, due);
  if (Date.now() >= due) throw new Error(`${peer}: the storm was not created before it was due`);
  writeFileSync(`${given.fired}.due`, String(due));
}

/** Fires until `enough(distinct)` or the time is over; how long the last distinct one took, in ms. */
async function fire(enough) {
  const before = readFileSync(given.fired, "utf8").split("\n").filter(Boolean);
  const distinct = new Set(before);
  const file = openSync(given.fired, "a");
  const started = performance.now();
  let last = 0;
  await queue.work((number) => {
    if (number < pending) throw new Error(`${peer}: ${number} fired two hours early`);
    writeSync(file, `${number}\n`);
    if (!distinct.has(String(number))) last = performance.now() - started;
    distinct.add(String(number));
    enough(distinct.size);
  });
  const end = started + Number(given["storm-seconds"]) * 1_000;
  while (distinct.size < storm && performance.now() < end) await pause(5);
  return { out: distinct.size, last };
}

function report({ out, last }) {
  const name = `${peer}.gap_${short(storm)}`;
  if (out === storm) print(`${name}_all_out_after_restart`, last, "ms");
  else print(`${name}_out_in_${given["storm-seconds"]}_s`, out, "jobs");
  const lines = readFileSync(given.fired, "utf8").split("\n").filter(Boolean);
  print(`${peer}.gap_fired_twice`, lines.length - new Set(lines).size, "jobs");
}

await queue.open();
if (given.phase === "fill") await fill();
else if (given.phase === "some")
  await fire((out) => {
    if (out >= Number(given["kill-at"])) process.kill(process.pid, "SIGKILL");
  });
else report(await fire(() => {}));
await Promise.race([queue.close(), pause(5_000)]);
process.exit(0);
