// Signing in: account, password, and the post of this shift where a person holds several.
import {fill, h, show, write} from './dom.js';
import {postsOf, signIn} from './api.js';
import {remedyText, troubleText} from './code_words.js';
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
    const trouble = h('p', {class: 'trouble', role: 'alert'});
    const note = h('p', {class: 'note'});
    const button = h('button', {class: 'primary', type: 'submit'});
    const title = h('h1', {});
    const labels = {login: h('label', {for: 'login'}), password: h('label', {for: 'password'})};

    async function submit(event) {
        event.preventDefault();
        write(trouble, '');
        if (!login.value || !password.value) return write(trouble, t('login_needed'));
        button.disabled = true;
        write(button, t('signing_in'));
        try {
            const session = await signIn(login.value, password.value, postRow.hidden ? '' : post.value);
            keep('anlan.login', login.value);
            leave();
            return done(session);
        } catch (error) {
            failed(error);
        }
        button.disabled = false;
        write(button, t('sign_in'));
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
        const helps = remedyText(error);
        write(trouble, troubleText(error) + (helps ? ` ${t('remedy', {what: helps})}` : ''));
        password.select();
        password.focus();
    }

    function words() {
        document.title = `${t('product')} · ${t('sign_in_title')}`;
        write(title, `${t('product')} · ${t('board')}`);
        write(labels.login, t('login'));
        write(labels.password, t('password'));
        write(postRow.firstChild, t('post'));
        write(postRow.children[1], t('choose_post'));
        write(button, t('sign_in'));
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
            trouble,
            button,
        ),
        h('div', {class: 'sign-in-switches'}, switches),
    );
    words();
    return {element, focus: () => (login.value ? password : login).focus()};
}
