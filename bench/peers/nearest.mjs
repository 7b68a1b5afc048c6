// The nearest 5 free cars of 10,000 units while all of them move: between two searches 100 units move in one
// batch, as at 100 searches a second with each unit moving once a second. The same box and the same share of
// free cars (30 %) as Anlan's own measurement.
// node nearest.mjs --peer postgis|redis --socket PATH --seconds N
import { Redis } from "ioredis";
import pg from "pg";
import { chance, options, percentile, print } from "./measure.mjs";

const units = 10_000;
const movedTogether = 100;
const found = 5; // as the statement below has it
const box = { west: 114.1555, south: 30.4428, side: 0.3 };
const metres = { north: 111_320, east: 95_800 }; // a degree, at this latitude
const radius = 5_000;

const given = options();
const random = chance(1);
const fleet = Array.from({ length: units }, (_, id) => ({
  id,
  longitude: box.west + random() * box.side,
  latitude: box.south + random() * box.side,
  free: random() < 0.6,
  car: random() < 0.5,
}));
const somewhere = () => [box.west + random() * box.side, box.south + random() * box.side];
const metresEast = (longitude) => (longitude - box.west) * metres.east;
const metresNorth = (latitude) => (latitude - box.south) * metres.north;

/** A plane in metres with a GiST index; moves are committed without waiting for the disk. */
async function postgis(socket) {
  const client = new pg.Client({ host: socket, user: "postgres", database: "postgres" });
  await client.connect();
  await client.query("create extension if not exists postgis");
  await client.query(`create table unit (id int primary key, free boolean not null, car boolean not null,
                                         place geometry(Point) not null)`);
  const columns = [
    fleet.map((unit) => unit.id),
    fleet.map((unit) => unit.free),
    fleet.map((unit) => unit.car),
    fleet.map((unit) => metresEast(unit.longitude)),
    fleet.map((unit) => metresNorth(unit.latitude)),
  ];
  await client.query(
    `insert into unit select id, free, car, ST_MakePoint(x, y)
     from unnest($1::int[], $2::boolean[], $3::boolean[], $4::float8[], $5::float8[])
          as given (id, free, car, x, y)`,
    columns,
  );
  await client.query("create index on unit using gist (place)");
  await client.query("analyze unit");
  await client.query("set synchronous_commit = off");
  const search = {
    name: "search",
    text: `select id, place <-> ST_MakePoint($1, $2) as away from unit where free and car
           order by place <-> ST_MakePoint($1, $2) limit 5`,
  };
  const move = {
    name: "move",
    text: `update unit set place = ST_MakePoint(moved.x, moved.y)
           from unnest($1::int[], $2::float8[], $3::float8[]) as moved (id, x, y) where unit.id = moved.id`,
  };
  return {
    async nearest(longitude, latitude) {
      const values = [metresEast(longitude), metresNorth(latitude)];
      return (await client.query({ ...search, values })).rows.length;
    },
    move: (moved) =>
      client.query({
        ...move,
        values: [
          moved.map((unit) => unit.id),
          moved.map((unit) => metresEast(unit.longitude)),
          moved.map((unit) => metresNorth(unit.latitude)),
        ],
      }),
    close: () => client.end(),
  };
}

/** Free cars in a set of their own, since GEOSEARCH cannot filter; nothing is written to the disk. */
async function redis(socket) {
  const client = new Redis({ path: socket });
  const set = (unit) => (unit.free && unit.car ? "free_cars" : "others");
  const add = (some) => {
    const pipeline = client.pipeline();
    for (const name of ["free_cars", "others"]) {
      const members = some.filter((unit) => set(unit) === name);
      if (members.length > 0)
        pipeline.geoadd(name, ...members.flatMap((unit) => [unit.longitude, unit.latitude, String(unit.id)]));
    }
    return pipeline.exec();
  };
  await add(fleet);
  return {
    nearest: async (longitude, latitude) =>
      (
        await client.geosearch(
          "free_cars", "FROMLONLAT", longitude, latitude, "BYRADIUS", radius, "m", "ASC", "COUNT", found,
        )
      ).length,
    move: add,
    close: () => client.quit(),
  };
}

/** Times searches, with `before()` between them, until `seconds` are over. */
async function search(engine, name, seconds, before) {
  const waits = [];
  let fewer = 0;
  const end = performance.now() + seconds * 1_000;
  while (performance.now() < end) {
    await before();
    const [longitude, latitude] = somewhere();
    const sent = performance.now();
    const count = await engine.nearest(longitude, latitude);
    waits.push((performance.now() - sent) * 1_000);
    if (count < found) ++fewer;
  }
  print(`${name}_p50`, percentile(waits, 0.5), "us");
  print(`${name}_p99`, percentile(waits, 0.99), "us");
  if (fewer > 0) print(`${name}_fewer_than_5_found`, (100 * fewer) / waits.length, "%", 2);
}

function mover(engine) {
  let next = 0;
  let taken = 0;
  let batches = 0;
  const step = async () => {
    const moved = fleet.slice(next, next + movedTogether);
    next = (next + movedTogether) % units;
    for (const unit of moved) {
      unit.longitude += ((random() - 0.5) * 30) / metres.east;
      unit.latitude += ((random() - 0.5) * 30) / metres.north;
    }
    const sent = performance.now();
    await engine.move(moved);
    taken += performance.now() - sent;
    ++batches;
  };
  return { step, rate: () => (batches * movedTogether * 1_000) / taken };
}

const peers = { postgis, redis };
if (!(given.peer in peers)) throw new Error(`--peer is one of ${Object.keys(peers).join(", ")}`);
const engine = await peers[given.peer](given.socket);
const moving = mover(engine);
await search(engine, `${given.peer}.nearest_5_still`, Number(given.seconds), async () => {});
await search(engine, `${given.peer}.nearest_5_moving`, Number(given.seconds), moving.step);
print(`${given.peer}.moves_100_together`, moving.rate(), "moves/s");
await engine.close();
