// A post for each role of rulebook/wuhan/posts.toml in each area of its level; a demo account at those that
// work at a screen. The accounts have no password here: who starts the demo gives them one.
import {readFileSync} from 'node:fs';

// posts.toml's few lines are read by hand, so that the generator needs no TOML library.
export function readRoles(file) {
    const text = readFileSync(file, 'utf8');
    const city = /^city = "(.+)"/m.exec(text)[1];
    const value = (block, key) => new RegExp(`^${key} = "(.+)"`, 'm').exec(block)?.[1];
    const roles = text.split('[[roles]]').slice(1).map((block) => ({
                                                           role: value(block, 'role'),
                                                           level: value(block, 'level'),
                                                           zh: value(block, 'zh'),
                                                       }));
    return {city, roles};
}

export const postId = (role, areaId) => `pst_${role.replaceAll('_', '-')}.${areaId.replace(/^are_/, '')}`;

const seats = {
    call_taker: 40,
    city_dispatcher: 10,
    dispatcher: 6,
    station_desk: 3
};

export function makePosts(made, roles) {
    const areas = {city: [made.city], district: made.districts, station: made.stations, beat: made.beats};
    return roles.flatMap(
        ({role, level, zh}) => areas[level].map(
            (area) => ({
                id: postId(role, area.id),
                role,
                where: area.where,
                capacity: seats[role] ?? 1,
                name: level === 'city' ? zh : `${area.name.replace(/(警务区|派出所)$/, '')}${zh}`,
                level,
            })));
}

// Six call-takers, and one account for each other post of the city and the districts.
export function makeAccounts(posts) {
    return posts.filter((post) => post.level === 'city' || post.level === 'district')
        .flatMap((post) => Array.from({length: post.role === 'call_taker' ? 6 : 1}, (_, i) => {
            const login = `${post.id.replace(/^pst_/, '')}${i === 0 ? '' : `-${i + 1}`}`;
            return {id: `acc_demo-${login}`, login, name: `演示${post.name}${i === 0 ? '' : i + 1}`, post};
        }));
}
