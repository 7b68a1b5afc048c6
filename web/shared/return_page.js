// The page to which somebody goes back after what only the plain board does: setting up a second factor, or
// coming back from the city's own sign-on. Kept for this tab alone; never anything but a page of ours.
const name = 'anlan.return';
const ours = /^\/[a-z]+\/$/;

/** @param {string} path of a console: "/dispatch/" */
export function comeBackTo(path) {
    try {
        if (ours.test(path)) sessionStorage.setItem(name, path);
    } catch {
        // The person then goes back by the address.
    }
}

/** Once: the page, or nothing. */
export function takeReturn() {
    try {
        const path = sessionStorage.getItem(name) ?? '';
        sessionStorage.removeItem(name);
        return ours.test(path) ? path : '';
    } catch {
        return '';
    }
}
