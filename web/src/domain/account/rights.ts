// What this post may do, so that nothing is offered which would be refused. The server decides.
import {session} from './session';

export function may(permission: string): boolean {
    const held = session.value?.permissions ?? [];
    const [module = ''] = permission.split('.');
    return held.some((one) => one === '*' || one === permission || one === `${module}.*`);
}
