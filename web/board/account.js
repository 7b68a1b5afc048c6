// One's own account: where one is signed in, what one signs in with, who has tried. It takes the board's
// place while it is open; a session that still lacks its second factor sees nothing else.
import {
    addPasskey,
    beginPasskey,
    beginTotp,
    confirmTotp,
    endSession,
    factors,
    removePasskey,
    removeTotp,
    renewCodes,
    sessions,
    signIns,
} from './account_api.js';
import {civil} from '../shared/clock.js';
import {remedyText, troubleText, word} from './code_words.js';
import {fill, h, keepingFocus, show, write} from './dom.js';
import {deviceName, makePasskey, passkeysWork} from '../shared/passkeys.js';
import {qrPicture} from './qr.js';
import {currentLanguage, onLanguage, t} from './words.js';

const when = (instant) => civil(instant, true);
const button = (key, click, kind = '') => h('button', {type: 'button', class: kind, on: {click}}, t(key));

function table(heads, rows) {
    return h(
        'div',
        {class: 'table-scroller', tabindex: '0', role: 'region', 'aria-label': heads.join(' ')},
        h(
            'table',
            {class: 'plain-table'},
            h('thead', {}, h('tr', {}, heads.map((head) => h('th', {scope: 'col'}, head)))),
            h('tbody', {}, rows.map((cells) => h('tr', {}, cells.map((cell) => h('td', {}, cell))))),
        ),
    );
}

export class AccountPage {
    constructor({session, required, switches, back, leave}) {
        this.session = session;
        this.required = required;
        this.title = h('h1', {tabindex: '-1'});
        this.back = h('button', {type: 'button', class: 'primary', on: {click: back}});
        this.out = h('button', {type: 'button', class: 'plain', on: {click: leave}});
        this.note = h('p', {class: 'note', hidden: !required});
        this.trouble = h('p', {class: 'trouble', role: 'alert'});
        this.codes = h('section', {class: 'codes', hidden: true});
        this.parts = {factors: h('section', {}), sessions: h('section', {}), tries: h('section', {})};
        this.element = h(
            'main',
            {class: 'account'},
            h('header', {class: 'account-head'}, this.title, this.back, switches, this.out),
            this.note,
            this.trouble,
            this.codes,
            Object.values(this.parts),
        );
        this.stopLanguage = onLanguage(() => this.draw());
        this.draw();
        this.load();
    }

    focus() {
        this.title.focus({preventScroll: true});
    }

    close() {
        this.stopLanguage();
    }

    /** Does it, shows what went wrong, and reads everything again. */
    async act(deed) {
        write(this.trouble, '');
        try {
            await deed();
        } catch (error) {
            this.say(error);
        }
        await this.load();
    }

    say(error) {
        if (error?.kind) {
            const helps = remedyText(error);
            write(this.trouble, troubleText(error) + (helps ? ` ${t('remedy', {what: helps})}` : ''));
        } else write(this.trouble, t('passkey_not_used'));
    }

    async load() {
        try {
            [this.held, this.open, this.tried] = await Promise.all([factors(), sessions(), signIns()]);
        } catch (error) {
            this.say(error);
        }
        this.draw();
    }

    draw() {
        document.title = `${t('product')} · ${t('account_title')}`;
        write(this.title, t('account_title'));
        write(this.back, t('account_back'));
        write(this.out, t('sign_out'));
        write(this.note, t('account_required'));
        const ready = Boolean(this.held);
        show(this.back, !this.required || Boolean(this.held?.totpSince || this.held?.passkeys.length));
        // It is drawn anew while somebody types: what is typed and the place stay.
        keepingFocus(this.parts.factors, () => fill(this.parts.factors, ready ? this.factorParts() : null));
        fill(this.parts.sessions, ready ? this.sessionParts() : null);
        fill(this.parts.tries, ready ? this.triedParts() : null);
    }

    // --- what one signs in with

    factorParts() {
        return [
            h('h2', {}, t('factors_title')),
            this.held.needsEnrolmentCode ? this.enrolmentPart() : null,
            this.totpPart(),
            this.passkeyPart(),
            this.held.totpSince || this.held.passkeys.length ? this.codesPart() : null,
        ];
    }

    /** What the person was handed by whoever keeps accounts; it outlives what is drawn anew. */
    enrolmentPart() {
        const typed = h('input', {
            id: 'enrolment-code',
            'data-focus': 'enrolment-code',
            autocomplete: 'off',
            autocapitalize: 'characters',
            spellcheck: 'false',
            maxlength: '30',
            required: true,
            on: {input: () => (this.enrolment = typed.value.trim())},
        });
        typed.value = this.enrolment ?? '';
        return h(
            'div',
            {class: 'field enrolment'},
            h('label', {for: 'enrolment-code'}, t('enrolment_code')),
            typed,
            h('p', {class: 'hint'}, t('enrolment_why')),
        );
    }

    totpPart() {
        const {totpSince} = this.held;
        const state = totpSince ? t('totp_since', {day: when(totpSince)}) : t('totp_none');
        return h(
            'div',
            {class: 'factor'},
            h('h3', {}, t('totp')),
            h('p', {}, state),
            totpSince
                ? button('remove', () => this.act(removeTotp), 'totp-remove')
                : this.offer
                  ? this.offerPart()
                  : button('totp_add', () => this.act(() => this.begin()), 'totp-add'),
        );
    }

    async begin() {
        this.offer = await beginTotp();
    }

    offerPart() {
        const code = h('input', {
            id: 'totp-code',
            'data-focus': 'totp-code',
            inputmode: 'numeric',
            autocomplete: 'one-time-code',
            maxlength: '7',
            required: true,
            value: this.code ?? '',
            on: {input: () => (this.code = code.value)},
        });
        const submit = (event) => {
            event.preventDefault();
            this.act(() => this.confirm(code.value));
        };
        return h(
            'form',
            {class: 'offer', on: {submit}, novalidate: true},
            h('p', {}, t('totp_scan')),
            qrPicture(this.offer.uri, t('totp_picture')),
            h('p', {class: 'hint'}, t('totp_typed')),
            h('code', {class: 'secret'}, this.offer.secret.replace(/(.{4})/g, '$1 ').trim()),
            h('div', {class: 'field'}, h('label', {for: 'totp-code'}, t('code')), code),
            h('button', {type: 'submit', class: 'primary'}, t('confirm')),
        );
    }

    async confirm(code) {
        this.showCodes(await confirmTotp(code, this.enrolment));
        this.offer = null;
        this.code = '';
    }

    passkeyPart() {
        const rows = this.held.passkeys.map((passkey) => [
            passkey.name,
            when(passkey.madeAt),
            passkey.lastUsedAt ? when(passkey.lastUsedAt) : t('never'),
            button('remove', () => this.act(() => removePasskey(passkey.id)), 'passkey-remove'),
        ]);
        const heads = [t('passkey'), t('made'), t('last_used'), t('deed_column')];
        return h(
            'div',
            {class: 'factor'},
            h('h3', {}, t('passkeys')),
            rows.length ? table(heads, rows) : h('p', {}, t('passkey_none')),
            passkeysWork()
                ? button('passkey_add', () => this.act(() => this.addPasskey()), 'passkey-add')
                : h('p', {class: 'hint'}, t('passkey_not_here')),
        );
    }

    async addPasskey() {
        const made = await makePasskey(await beginPasskey());
        if (!made) throw new Error('this browser hands on no authenticator data');
        const named = {...made, passkey_name: deviceName() || 'passkey'};
        this.showCodes(await addPasskey(named, this.enrolment));
    }

    codesPart() {
        return h(
            'div',
            {class: 'factor'},
            h('h3', {}, t('recovery_codes')),
            h('p', {}, t('recovery_left', {n: this.held.codesLeft})),
            button('recovery_renew', () => this.act(() => this.renew()), 'codes-renew'),
        );
    }

    async renew() {
        this.showCodes(await renewCodes());
    }

    showCodes(codes) {
        if (!codes.length) return;
        show(this.codes, true);
        fill(
            this.codes,
            h('h2', {}, t('recovery_codes')),
            h('p', {}, t('recovery_keep')),
            h('ul', {class: 'code-list'}, codes.map((code) => h('li', {}, h('code', {}, code)))),
            button('recovery_kept', () => show(this.codes, false), 'primary codes-kept'),
        );
        this.codes.querySelector('button').focus();
    }

    // --- where one is signed in, and who has tried

    sessionParts() {
        const rows = this.open.map((session) => [
            session.device || session.client || t('unknown_device'),
            session.post,
            word('proof', session.proof),
            when(session.openedAt),
            when(session.lastSeenAt),
            session.peer,
            session.current
                ? h('b', {}, t('this_one'))
                : button('end_session', () => this.act(() => endSession(session.id)), 'session-end'),
        ]);
        const heads = ['device', 'post', 'proof', 'since', 'last_seen', 'address', 'deed_column'];
        return [h('h2', {}, t('sessions_title')), table(heads.map((key) => t(key)), rows)];
    }

    triedParts() {
        const outcome = (one) =>
            one.outcome === 'signed_in'
                ? t('sign_in_done')
                : (currentLanguage() === 'zh' ? one.zh : one.en) || one.outcome;
        const rows = this.tried.map((one) => [
            when(one.at),
            outcome(one),
            word('proof', one.proof),
            one.device || one.client || t('unknown_device'),
            one.peer,
        ]);
        const heads = ['at', 'outcome', 'proof', 'device', 'address'];
        return [h('h2', {}, t('tries_title')), table(heads.map((key) => t(key)), rows)];
    }
}
