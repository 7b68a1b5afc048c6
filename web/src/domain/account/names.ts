// What people are called, by account. Pure.

/** Of one whose name is not known here, the account. */
export const nameIn = (names: ReadonlyMap<string, string>, account: string | undefined): string =>
    names.get(account ?? '') ?? (account ?? '').replace(/^acc_/, '');
