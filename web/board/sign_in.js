// Signing in: account, password, the post of this shift where a person holds several, and a code where the
// account has a second factor; or a passkey instead of all but the post.
import {fill, h, show, write} from './dom.js';
import {challenge, factorsOf, postsOf, signIn, ways} from './api.js';
import {remedyText, troubleText} from './code_words.js';
import {deviceName, passkeysWork, usePasskey} from '../shared/passkeys.js';
import {keep, onLanguage, pick, remembered, t} from './words.js';

// Areas have no names before one is signed in: the role's word and the area's code.
const postName = (held) =>
    `${pick({zh: held.role_zh, en: held.role_en}, held.role)} ${held.post_id.split('.')[1] ?? ''}`;

export function signInPage({done, reason, switches}) {
    const login = h('input', {
        id: 'login',
        name: 'login',
        autocomplete: 'username',
        required: true,
        spellcheck: 'false',
        autocapitalize: 'off',
        value: remembered('anlan.login') ?? '',
    });
    const password = h('input', {
        id: 'password',
        name: 'password',
        type: 'password',
        autocomplete: 'current-password',
        required: true,
    });
    const post = h('select', {id: 'post', name: 'post'});
    const postRow = h(
        'div',
        {class: 'field', hidden: true},
        h('label', {for: 'post'}),
        h('p', {class: 'hint'}),
        post,
    );
    const code = h('input', {id: 'code', name: 'code', autocomplete: 'one-time-code', spellcheck: 'false'});
    const codeRow = h(
        'div',
        {class: 'field', hidden: true},
        h('label', {for: 'code'}),
        h('p', {class: 'hint'}),
        code,
    );
    const trouble = h('p', {class: 'trouble', role: 'alert'});
    const note = h('p', {class: 'note'});
    const button = h('button', {class: 'primary', type: 'submit'});
    const passkeyButton = h('button', {
        class: 'plain passkey',
        type: 'button',
        hidden: !passkeysWork(),
        on: {click: () => withPasskey()},
    });
    const title = h('h1', {});
    const signOn = h('a', {class: 'sign-on', href: '/v1/session/sign_on', hidden: true});
    // What stands for login and password: what a passkey signed, or that the city's sign-on named somebody.
    let instead = null;
    const labels = {login: h('label', {for: 'login'}), password: h('label', {for: 'password'})};

    async function submit(event) {
        event.preventDefault();
        if (!instead && (!login.value || !password.value)) return write(trouble, t('login_needed'));
        if (!codeRow.hidden && !code.value) return write(trouble, t('code_needed'));
        const given = {...(instead ?? {login: login.value, password: password.value})};
        if (!codeRow.hidden) given.code = code.value;
        return enter(given);
    }

    async function withPasskey() {
        write(trouble, '');
        try {
            instead = {passkey: await usePasskey(await challenge())};
        } catch (error) {
            // The browser says only that nothing came of it; the server's words are a Trouble.
            return error.kind ? failed(error) : write(trouble, t('passkey_not_used'));
        }
        return enter(instead);
    }

    /** The browser comes back from the city's own sign-on, with what came of it. */
    function comeBack() {
        const came = new URLSearchParams(location.search).get('sign_on');
        if (!came) return;
        history.replaceState(null, '', location.pathname);
        if (came !== 'done') return write(trouble, t('sign_on_failed', {code: came}));
        instead = {signed_on: true};
        enter(instead);
    }

    async function offerSignOn() {
        try {
            show(signOn, (await ways()).sign_on);
        } catch {
            // Then there is none to offer; the password does.
        }
    }

    async function enter(given) {
        write(trouble, '');
        button.disabled = true;
        write(button, t('signing_in'));
        const post_id = postRow.hidden ? undefined : post.value;
        try {
            const session = await signIn({...given, post_id, device_name: deviceName()});
            if (given.login) keep('anlan.login', given.login);
            leave();
            return done(session);
        } catch (error) {
            failed(error);
        }
        button.disabled = false;
        write(button, t('sign_in'));
        return null;
    }

    function failed(error) {
        const posts = postsOf(error);
        if (posts.length > 1 && postRow.hidden) {
            fill(
                post,
                posts.map((held) => h('option', {value: held.post_id}, postName(held))),
            );
            show(postRow, true);
            post.focus();
            return;
        }
        if (error.code === 'session.second_factor_required') return askForCode(factorsOf(error));
        if (error.code !== 'session.code_wrong') instead = null;
        const helps = remedyText(error);
        write(trouble, troubleText(error) + (helps ? ` ${t('remedy', {what: helps})}` : ''));
        const wrong = error.code === 'session.code_wrong' ? code : password;
        wrong.select();
        wrong.focus();
    }

    function askForCode(offered) {
        const typed = offered.includes('totp') || offered.includes('recovery_code');
        if (!offered.includes('totp') && offered.includes('passkey')) write(trouble, t('passkey_only'));
        show(codeRow, typed);
        (typed ? code : passkeyButton).focus();
    }

    function words() {
        document.title = `${t('product')} · ${t('sign_in_title')}`;
        write(title, `${t('product')} · ${t('board')}`);
        write(labels.login, t('login'));
        write(labels.password, t('password'));
        write(postRow.firstChild, t('post'));
        write(postRow.children[1], t('choose_post'));
        write(codeRow.firstChild, t('code'));
        write(codeRow.children[1], t('code_hint'));
        write(button, t('sign_in'));
        write(passkeyButton, t('use_passkey'));
        write(signOn, t('sign_on'));
        write(note, reason ? t(reason) : '');
        show(note, Boolean(reason));
    }

    const leave = onLanguage(words);
    const element = h(
        'main',
        {class: 'sign-in'},
        h(
            'form',
            {class: 'card', on: {submit}, novalidate: true},
            title,
            note,
            h('div', {class: 'field'}, labels.login, login),
            h('div', {class: 'field'}, labels.password, password),
            postRow,
            codeRow,
            trouble,
            button,
            passkeyButton,
            signOn,
        ),
        h('div', {class: 'sign-in-switches'}, switches),
    );
    words();
    offerSignOn();
    comeBack();
    return {element, focus: () => (login.value ? password : login).focus()};
}
