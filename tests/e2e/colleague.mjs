// Another desk, without a browser: signs in over the API, takes reports, reads lists.
import {randomBytes} from 'node:crypto';

export class Colleague {
    constructor(base) {
        this.base = base;
    }

    async signIn(login, password, postId) {
        const response = await fetch(`${this.base}/v1/session`, {
            method: 'POST',
            headers: {'Content-Type': 'application/json', 'Anlan-Client': 'test'},
            body: JSON.stringify({login, password, ...(postId ? {post_id: postId} : {})}),
        });
        if (!response.ok)
            throw new Error(`sign-in of the colleague: ${response.status} ${await response.text()}`);
        this.cookie = response.headers.get('set-cookie').split(';')[0];
        return this;
    }

    async ask(method, path, body) {
        const headers = {
            Cookie: this.cookie,
            'Anlan-Client': 'test',
            'Anlan-Purpose': 'dispatch',
            'Idempotency-Key': randomBytes(16).toString('hex'),
        };
        if (body !== undefined) headers['Content-Type'] = 'application/json';
        const response = await fetch(this.base + path, {
            method,
            headers,
            body: body === undefined ? undefined : JSON.stringify(body),
        });
        const text = await response.text();
        if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
        return text ? JSON.parse(text) : null;
    }

    get(path) {
        return this.ask('GET', path);
    }

    async list(resource, query = '') {
        return (await this.get(`/v1/${resource}?limit=500${query}`)).rows;
    }

    /** How many incidents are open, however many pages of them there are. */
    async openIncidents() {
        let count = 0;
        for (let after = ''; after !== null; ) {
            const query = after ? `&after=${encodeURIComponent(after)}` : '';
            const page = await this.get(`/v1/incidents?limit=500&only_open=true${query}`);
            count += page.rows.length;
            after = page.next;
        }
        return count;
    }

    /** Takes a report and opens an incident of it; the incident's id, which is the call's own number. */
    async openIncident({text, classCode, place}) {
        const call = await this.ask('POST', '/v1/calls', {
            channel: 'phone',
            callback: '13900001111',
            caller_name: '',
            text,
            duress: false,
        });
        const location = {
            place_text: place.label,
            place_id: place.place_id,
            place_label: place.label,
            point: place.point,
            where: place.jurisdiction,
        };
        const report = {narrative: text, class_code: classCode, answers: [], location};
        await this.ask('POST', `/v1/calls/${call.stream}/incident`, {report});
        const id = `inc_${call.stream.slice(4)}`;
        for (let tries = 0; tries < 200 && !(await this.incident(id)); ++tries)
            await new Promise((again) => setTimeout(again, 50));
        return id;
    }

    async place(text) {
        const found = await this.get(`/v1/addresses?text=${encodeURIComponent(text)}`);
        return found.place ?? found.choices[0].candidates[0];
    }

    async incident(id) {
        return (await this.list('incidents')).find((item) => item.stream === id)?.row;
    }

    async freeUnit(district = '') {
        const units = await this.list('units', '&only_open=true&status=available');
        const found = units.find(
            (item) =>
                item.row.status === 'available' &&
                item.row.kind === 'patrol_car' &&
                (!district || item.row.home.district === district),
        );
        if (!found) throw new Error('no free patrol car');
        return {id: found.stream, callSign: found.row.call_sign};
    }
}
