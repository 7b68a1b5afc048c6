// One line of the file that seeds the city: a command as anybody would send it, to the stream it is for.

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;
export const point = ([longitude, latitude]) => ({latitude: round(latitude), longitude: round(longitude)});
const where = ({city, district = '', station = '', beat = ''}) => ({city, district, station, beat});

export const registerArea = (area) => ({
    stream: area.id,
    command: 'area.register',
    body: {
        level: area.level,
        area_name: area.name,
        code: area.code,
        where: where(area.where),
        centre: point(area.centre),
        outline: area.rings.map((ring) => ring.map(point)),
        generated: area.generated,
        source: area.source,
    },
});

export const registerPlace = (place) => ({
    stream: place.id,
    command: 'place.register',
    body: {
        place_name: place.name,
        aliases: place.aliases,
        kind: place.kind,
        address: place.address,
        road: place.road ?? '',
        house_number: place.number ?? '',
        where: where(place.where),
        point: point(place.point),
        generated: place.generated,
        source: place.source,
    },
});

export const registerUnit = (unit) => ({
    stream: unit.id,
    command: 'unit.register',
    body: {
        kind: unit.kind,
        call_sign: unit.callSign,
        skills: unit.skills,
        home: where(unit.home),
        home_point: point(unit.point),
        crew_size: unit.crew,
        ...(unit.partner ? {partner: unit.partner} : {}),
        generated: true,
        source: 'demo city',
    },
});

export const beginDuty = (unit) => ({stream: unit.id, command: 'unit.begin_duty', body: {}});

export const createPost = (post) => ({
    stream: post.id,
    command: 'post.create',
    body: {role: post.role, where: where(post.where), post_name: post.name, capacity: post.capacity},
});

export const openAccount = (account) => ({
    stream: account.id,
    command: 'account.open',
    body: {login: account.login, display_name: account.name, language: 'zh', home: where(account.post.where)},
});

export const grantPost = (account) => ({
    stream: account.id,
    command: 'account.grant_post',
    body: {post_id: account.post.id},
});

export const takePost = (account) => ({
    stream: account.post.id,
    command: 'post.begin_duty',
    body: {account_id: account.id},
});
