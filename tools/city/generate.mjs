// Writes the demo city as commands, one JSON object a line: node generate.mjs [FILE]. The same seed makes the
// same file on every machine. What exists nowhere as data says so in its record (`generated`, `source`).
import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import {dirname} from 'node:path';
import {fileURLToPath} from 'node:url';

import {makeAreas} from './areas.mjs';
import * as command from './commands.mjs';
import {seeded} from './geometry.mjs';
import {makePlaces} from './places.mjs';
import {makeAccounts, makePosts, readRoles} from './posts.mjs';
import {readDivisions, readShapes} from './sources.mjs';
import {makeUnits} from './units.mjs';

const root = fileURLToPath(new URL('../../', import.meta.url));
const out = process.argv[2] ?? `${root}build/demo/wuhan.jsonl`;

const {city, roles} = readRoles(`${root}rulebook/wuhan/posts.toml`);
const random = seeded(4201);
const made = makeAreas(readDivisions(), readShapes(), city, random);
const places = makePlaces(made, random);
const posts = makePosts(made, roles);
const accounts = makeAccounts(posts);
const units = makeUnits(made, random);

const lines = [
    ...[made.city, ...made.districts, ...made.stations, ...made.beats].map(command.registerArea),
    ...posts.map(command.createPost),
    ...accounts.flatMap((account) => [command.openAccount(account), command.grantPost(account)]),
    ...accounts.map(command.takePost),
    ...places.map(command.registerPlace),
    ...units.flatMap((unit) => [command.registerUnit(unit), command.beginDuty(unit)]),
];
const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
mkdirSync(dirname(out), {recursive: true});
writeFileSync(out, text);

console.log(
    `${out}: ${lines.length} commands, ${made.districts.length} districts, ${
        made.stations.length} stations, ` +
    `${made.beats.length} beats, ${posts.length} posts, ${accounts.length} accounts, ${
        places.length} places, ${units.length} units, ` +
    `sha256 ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`);
