// One job queue's deadlines: created and cancelled durably one by one, how late they fire at 500 due a second
// among many others, and when all of a storm due at one instant are out. Figures are `<peer>.<what> value
// unit`. node timers.mjs --peer NAME --socket PATH --pending N --storm N --storm-seconds N
import { closedLoops, options, pause, percentile, print, short } from "./measure.mjs";
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
const stormSeconds = Number(given["storm-seconds"]);

const hour = 3_600_000;
const together = 1_000; // jobs in one call of createMany
const loopSeconds = 3;
const dueEachSecond = 500;
const streamSeconds = 5;

let numbers = 0; // the last job's
const queue = peers[peer]({ socket: given.socket });

async function createAll(dues) {
  const jobs = dues.map((due) => [++numbers, due]);
  for (let at = 0; at < jobs.length; at += together) await queue.createMany(jobs.slice(at, at + together));
  return jobs;
}

async function createAndCancel() {
  const later = Date.now() + 2 * hour;
  const create = () => queue.create(++numbers, later);
  const alone = await closedLoops(1, loopSeconds / 2, Infinity, create);
  print(`${peer}.create_1_in_flight_p50`, percentile(alone.waits, 0.5), "ms", 3);
  const ids = [];
  const created = await closedLoops(32, loopSeconds, Infinity, async () => ids.push(await create()));
  print(`${peer}.create_32_in_flight`, created.rate, "/s");
  print(`${peer}.create_32_in_flight_p99`, percentile(created.waits, 0.99), "ms", 3);
  const cancelled = await closedLoops(32, loopSeconds, ids.length, async (number) => {
    if ((await queue.cancel(ids[number])) !== 1) throw new Error(`${peer}: ${ids[number]} was not cancelled`);
  });
  print(`${peer}.cancel_32_in_flight`, cancelled.rate, "/s");
}

/** The jobs that have fired and are watched: number -> lateness in ms. */
const late = new Map();
let watched = new Set();
let early = 0;
let twice = 0;
function fired(number, due) {
  const now = Date.now();
  if (now < due) ++early;
  if (!watched.has(number)) return;
  if (late.has(number)) ++twice;
  else late.set(number, now - due);
}

async function firing(jobs, until) {
  while (late.size < jobs && Date.now() < until) await pause(5);
  return [...late.values()];
}

async function lag() {
  late.clear();
  const start = Date.now() + 3_000;
  const count = dueEachSecond * streamSeconds;
  const dues = Array.from({ length: count }, (_, at) => start + (at * 1_000) / dueEachSecond);
  watched = new Set(dues.map((_, at) => numbers + 1 + at));
  await createAll(dues);
  if (Date.now() >= start) throw new Error(`${peer}: the stream was not created before it was due`);
  const waits = await firing(dues.length, start + 60_000);
  if (waits.length < dues.length) throw new Error(`${peer}: only ${waits.length} of ${dues.length} fired`);
  const name = `${peer}.due_500_per_s_pending_${short(pending)}_lag`;
  print(`${name}_p50`, percentile(waits, 0.5), "ms");
  print(`${name}_p99`, percentile(waits, 0.99), "ms");
}

async function allAtOnce(createdEachSecond) {
  late.clear();
  const due = Date.now() + Math.ceil((storm / createdEachSecond) * 1_500) + 3_000;
  watched = new Set(Array.from({ length: storm }, (_, at) => numbers + 1 + at));
  await createAll(new Array(storm).fill(due));
  if (Date.now() >= due) throw new Error(`${peer}: the storm was not created before it was due`);
  const waits = await firing(storm, due + stormSeconds * 1_000);
  const name = `${peer}.due_storm_${short(storm)}`;
  // A queue that is not through when the time is over gets the part that it did, not a time.
  if (waits.length === storm) print(`${name}_all_out`, waits.reduce((a, b) => Math.max(a, b), 0), "ms");
  else print(`${name}_out_in_${stormSeconds}_s`, waits.length, "jobs");
}

await queue.open();
await createAndCancel();
const started = performance.now();
await createAll(new Array(pending).fill(Date.now() + 2 * hour));
const createdEachSecond = (pending * 1_000) / (performance.now() - started);
print(`${peer}.create_1000_at_a_time`, createdEachSecond, "/s");
await queue.work(fired);
await lag();
await allAtOnce(createdEachSecond);
print(`${peer}.fired_early`, early, "jobs");
print(`${peer}.fired_twice`, twice, "jobs");
await Promise.race([queue.close(), pause(5_000)]);
process.exit(0);
