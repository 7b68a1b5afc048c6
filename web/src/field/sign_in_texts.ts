// The texts of the first screen, which comes before the rest of the page: [中文, English].
import {speaker} from '@/words/language';

export const texts = {
    title: ['安澜 · 外勤', 'Anlan · Field'],
    login: ['账号', 'Account'],
    password: ['密码', 'Password'],
    code: ['验证码（验证器或恢复码）', 'Code (authenticator or recovery code)'],
    code_needed: [
        '本账号需要第二重验证，请输入验证码。',
        'This account has a second factor. Enter its code.',
    ],
    post: ['岗位', 'Post'],
    choose_post: [
        '您有多个岗位，请选择本班所在的岗位。',
        'You hold several posts. Choose the one of this shift.',
    ],
    sign_in: ['登录', 'Sign in'],
    signing_in: ['正在登录…', 'Signing in…'],
    login_needed: ['请输入账号和密码。', 'Enter account and password.'],
    session_over: [
        '登录已失效。已记录的 {n} 项都还在本机，重新登录后自动发送。',
        'Your session has ended. What you entered ({n}) is kept on this phone and is sent once you sign ' +
            'in again.',
    ],
    set_up_factor: [
        '您的岗位要求第二重验证：请先在看板上设置，再用手机登录。',
        'Your role requires a second factor: set it up at the board first, then sign in here.',
    ],
    offline_no_sign_in: [
        '现在没有信号，不能登录。已记录的内容仍在本机。',
        'No signal: signing in is not possible now. What was entered is kept.',
    ],
    not_all_here: ['页面没有下载完整。', 'Not all of the page has arrived.'],
    open_again: ['重新打开', 'Open again'],
    opening: ['正在打开…', 'Opening…'],
} as const satisfies Record<string, readonly [string, string]>;

export const t = /* @__PURE__ */ speaker(texts);
