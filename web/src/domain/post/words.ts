// Words for roles, and a post in words.
import * as codes from '@shared/codes.js';

import {useAreas} from '@/domain/area/store';
import {chinese, wordOf, type Words} from '@/words';

export const roles = codes.roles satisfies Words;

/** "pst_dispatcher.420106" as the place and the role. */
export function postText(post: string | undefined): string {
    const [, role = '', area = ''] = /^pst_([^.]*)\.?(.*)$/.exec(post ?? '') ?? [];
    if (!role) return post ?? '';
    const where = useAreas().name(`are_${area}`);
    return [where, wordOf(roles, role.replace(/-/g, '_'))].filter(Boolean).join(chinese() ? '' : ' ');
}
