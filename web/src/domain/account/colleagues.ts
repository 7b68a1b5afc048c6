// What the people of one's post and station are called, by account.
import {client, settle} from '@/api/client';

export async function readNames(): Promise<ReadonlyMap<string, string>> {
    const {rows} = await settle(client.GET('/v1/session/colleagues', {}));
    return new Map((rows ?? []).map(({account_id, display}) => [account_id, display]));
}
