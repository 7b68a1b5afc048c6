// Stands in for the server while the board is tested by itself: the paths, members and manners of the HTTP
// API in a few hundred lines, in memory. Test use only; it proves nothing about the server.
import {createServer} from 'node:http';
import {readFile} from 'node:fs/promises';
import {extname, join, normalize} from 'node:path';
import {City, Refused} from './mock_city.mjs';
import * as data from './mock_data.mjs';
import {table} from './mock_routes.mjs';

const CSP =
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; " +
    "base-uri 'none'; " +
    "form-action 'self'; frame-ancestors 'none'";
const types = {
    '.html': 'text/html; charset=utf-8',
    '.js': 'text/javascript; charset=utf-8',
    '.css': 'text/css; charset=utf-8',
    '.svg': 'image/svg+xml',
};

export function startMock({web, port = 0}) {
    const city = new City();
    const sessions = new Map();
    const server = createServer((request, response) => {
        answer(city, sessions, web, request, response).catch((error) => {
            const body =
                error instanceof Refused
                    ? error.body
                    : {
                          status: 500,
                          code: 'mock.bug',
                          detail: String(error.stack),
                          title: 'bug',
                          remedy: 'none',
                      };
            if (!(error instanceof Refused)) console.error(error);
            send(response, body.status, body, {'Content-Type': 'application/problem+json'});
        });
    });
    return new Promise((ready) =>
        server.listen(port, '127.0.0.1', () => ready({server, city, sessions, port: server.address().port})),
    );
}

function send(response, status, body, headers = {}) {
    if (response.headersSent) return;
    response.writeHead(status, {
        'Content-Type': 'application/json',
        'Cache-Control': 'no-store',
        'Content-Security-Policy': CSP,
        ...headers,
    });
    response.end(body === null ? '' : JSON.stringify(body));
}

async function answer(city, sessions, web, request, response) {
    const url = new URL(request.url, 'http://mock');
    if (!url.pathname.startsWith('/v1/')) return file(web, url.pathname, response);
    const text = await read(request);
    const body = text ? JSON.parse(text) : {};
    const token = /anlan_session=(\w+)/.exec(request.headers.cookie ?? '')?.[1];
    const who = sessions.get(token);
    if (url.pathname === '/v1/session/ways') return send(response, 200, {password: true, sign_on: false});
    if (url.pathname === '/v1/session') return session(sessions, token, who, request, response, body);
    if (!who) throw new Refused(401, 'session.required', '请先登录', 'Sign in first.', 'fix_input');
    if (url.pathname === '/v1/stream') return stream(city, request, response);
    const {route, values} = find(request.method, url.pathname);
    if (!route)
        throw new Refused(
            404,
            'api.no_such_path',
            '没有这个地址',
            `There is no ${request.method} ${url.pathname}.`,
        );
    if (request.method === 'GET' || route.advice)
        return send(response, 200, route.run(city, values, body, url.searchParams, request));
    if (!request.headers['anlan-client'])
        throw new Refused(403, 'session.foreign_origin', '来源不明', 'Not from this board.');
    const key = request.headers['idempotency-key'];
    if (!key) throw new Refused(400, 'api.key_missing', '缺少幂等键', 'A command needs an Idempotency-Key.');
    if (!city.done.has(key)) city.done.set(key, route.run(city, values, body, url.searchParams, request));
    send(response, 200, city.done.get(key));
}

function session(sessions, token, who, request, response, body) {
    if (request.method === 'DELETE') {
        sessions.delete(token);
        return send(response, 204, null);
    }
    if (request.method === 'GET') {
        if (!who) throw new Refused(401, 'session.required', '请先登录', 'Sign in first.', 'fix_input');
        return send(response, 200, who);
    }
    if (body.password !== 'demo')
        throw new Refused(
            401,
            'session.wrong_credentials',
            '账号或密码不正确',
            'Account or password is not right.',
            'fix_input',
        );
    const several = body.login === 'two-posts' && !body.post_id;
    if (several)
        throw new Refused(409, 'session.choose_post', '请选择岗位', 'Choose a post.', 'fix_input', {
            posts: data.posts,
        });
    const made = Array.from({length: 16}, () => Math.floor(Math.random() * 16).toString(16)).join('');
    const seat = {
        account_id: 'acc_demo',
        login: body.login,
        display: '演示派警员',
        ...data.rightsOf(body.login),
        purposes: [],
        post: data.posts.find((post) => post.post_id === body.post_id) ?? data.posts[1],
    };
    sessions.set(made, seat);
    send(response, 201, seat, {'Set-Cookie': `anlan_session=${made}; HttpOnly; SameSite=Strict; Path=/`});
}

function stream(city, request, response) {
    response.writeHead(200, {'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store'});
    const last = /^mock-(\d+)$/.exec(request.headers['last-event-id'] ?? '');
    response.write(`retry: 1000\nid: mock-${last ? last[1] : city.position}\n\n`);
    if (last) for (const [position, event] of city.log) if (position > Number(last[1])) response.write(event);
    const listener = (event) => response.write(event);
    const beat = setInterval(() => response.write(`:\nid: mock-${city.position}\n\n`), 2000);
    city.listeners.add(listener);
    request.on('close', () => {
        city.listeners.delete(listener);
        clearInterval(beat);
    });
}

async function read(request) {
    const parts = [];
    for await (const part of request) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
}

async function file(web, path, response) {
    const name = normalize(path === '/' ? '/index.html' : path);
    try {
        const bytes = await readFile(join(web, name));
        response.writeHead(200, {
            'Content-Type': types[extname(name)] ?? 'application/octet-stream',
            'Content-Security-Policy': CSP,
            'Cache-Control': 'no-cache',
        });
        response.end(bytes);
    } catch {
        response.writeHead(404);
        response.end();
    }
}

const routes = table.map(([method, path, run, options = {}]) => ({
    method,
    run,
    ...options,
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}$`),
}));

function find(method, path) {
    for (const route of routes) {
        const match = route.method === method && route.pattern.exec(path);
        if (match) return {route, values: match.slice(1).map(decodeURIComponent)};
    }
    return {};
}

if (process.argv[1]?.endsWith('mock_server.mjs')) {
    const {port} = await startMock({
        web: new URL('../../web', import.meta.url).pathname,
        port: Number(process.argv[2] ?? 8110),
    });
    console.log(`mock on http://127.0.0.1:${port}, any account, password "demo"`);
}
