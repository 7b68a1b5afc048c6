// The job queues behind one shape: open, create, cancel, createMany, work, close. A job carries its number
// and when it is due; `fired(number, due)` is called where the queue calls a handler, and the handler does
// nothing else. cancel() says how many jobs it cancelled. Polling is the fastest that each queue sensibly
// allows.
import { Queue, Worker } from "bullmq";
import { Logger, makeWorkerUtils, run } from "graphile-worker";
import { Redis } from "ioredis";
import pg from "pg";
import PgBoss from "pg-boss";

const queueName = "deadlines";
const payload = (number, due) => ({
  number,
  due,
  obligation: "obl_0CQ4W1M2K8Z7A3B9",
  incident: "inc_0CQ4W1M2K8Z7A3B9",
  clock: "dispatch",
  owes: "wuhan.jianghan.desk",
  then: "the next rung of the ladder",
});

/** pg-boss polls at most every half second for each fetcher: four of them, 500 jobs each. */
export function pgBoss({ socket }) {
  const boss = new PgBoss({ host: socket, user: "postgres", database: "postgres", max: 32 });
  boss.on("error", (why) => {
    throw new Error(`pg-boss: ${why.message}`);
  });
  return {
    async open() {
      await boss.start();
      await boss.createQueue(queueName);
    },
    create: (number, due) => boss.send(queueName, payload(number, due), { startAfter: new Date(due) }),
    cancel: async (id) => (await boss.cancel(queueName, id)).affected,
    createMany: (jobs) =>
      boss.insert(
        jobs.map(([number, due]) => ({
          name: queueName,
          data: payload(number, due),
          startAfter: new Date(due),
        })),
      ),
    async work(fired) {
      for (let fetcher = 0; fetcher < 4; ++fetcher)
        await boss.work(queueName, { batchSize: 500, pollingIntervalSeconds: 0.5 }, async (jobs) => {
          for (const { data } of jobs) fired(data.number, data.due);
        });
    },
    close: () => boss.stop({ graceful: false, wait: false }),
  };
}

/**
 * graphile-worker as it comes, jobs with a key to cancel them by; or tuned as its manual says: a local queue
 * of 500, completions in batches, jobs without a key, cancelled by their id.
 */
function graphileWorker({ socket }, tuned) {
  const logger = new Logger(() => (level, message) => {
    if (level === "error") throw new Error(`graphile-worker: ${message}`);
  });
  const pgPool = new pg.Pool({ host: socket, user: "postgres", database: "postgres", max: 32 });
  const broken = (why) => {
    throw why;
  };
  pgPool.on("error", broken);
  pgPool.on("connect", (client) => client.on("error", broken));
  const tuning = { localQueue: { size: 500 }, completeJobBatchDelay: 0, failJobBatchDelay: 0 };
  const key = (number) => (tuned ? {} : { jobKey: `deadline-${number}` });
  let utils;
  let runner;
  return {
    async open() {
      utils = await makeWorkerUtils({ pgPool, logger });
      await utils.migrate();
    },
    async create(number, due) {
      const job = await utils.addJob(queueName, payload(number, due), {
        runAt: new Date(due),
        ...key(number),
      });
      return tuned ? job.id : `deadline-${number}`;
    },
    async cancel(id) {
      if (tuned) return (await utils.completeJobs([id])).length;
      const sql = "select 1 from graphile_worker.remove_job($1) where id is not null";
      const removed = await pgPool.query(sql, [id]);
      return removed.rowCount;
    },
    createMany: (jobs) =>
      utils.addJobs(
        jobs.map(([number, due]) => ({
          identifier: queueName,
          payload: payload(number, due),
          runAt: new Date(due),
          ...key(number),
        })),
      ),
    async work(fired) {
      const preset = { worker: { concurrentJobs: 16, pollInterval: 500, ...(tuned ? tuning : {}) } };
      const taskList = { [queueName]: async ({ number, due }) => fired(number, due) };
      runner = await run({ pgPool, preset, taskList, logger, noHandleSignals: true });
    },
    async close() {
      await runner?.stop();
      await utils.release();
    },
  };
}

export const graphileDefault = (where) => graphileWorker(where, false);
export const graphileTuned = (where) => graphileWorker(where, true);

/** BullMQ, 64 jobs at a time; finished jobs are removed, as its manual recommends. */
export function bullMq({ socket }) {
  const connect = () => new Redis({ path: socket, maxRetriesPerRequest: null });
  const connections = [connect(), connect()];
  const queue = new Queue(queueName, { connection: connections[0] });
  const timing = (due) => {
    const timestamp = Date.now();
    return { timestamp, delay: Math.max(0, due - timestamp), removeOnComplete: true, removeOnFail: true };
  };
  let worker;
  return {
    open: () => queue.waitUntilReady(),
    create: async (number, due) => (await queue.add(queueName, payload(number, due), timing(due))).id,
    cancel: (id) => queue.remove(id),
    createMany: (jobs) =>
      queue.addBulk(
        jobs.map(([number, due]) => ({ name: queueName, data: payload(number, due), opts: timing(due) })),
      ),
    async work(fired) {
      worker = new Worker(queueName, async ({ data }) => fired(data.number, data.due), {
        connection: connections[1],
        concurrency: 64,
      });
      worker.on("error", (why) => {
        throw why;
      });
      await worker.waitUntilReady();
    },
    async close() {
      await worker?.close(true);
      await queue.close();
      for (const connection of connections) connection.disconnect();
    },
  };
}
