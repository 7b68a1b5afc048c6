// The authenticator in a tester's pocket.
import {createHmac} from 'node:crypto';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 6238, by a reading of our own; `ahead` in steps of half a minute. */
export function codeOf(uri, ahead = 0) {
    const asked = new URL(uri).searchParams;
    const bits = [...asked.get('secret')].map((letter) =>
        BASE32.indexOf(letter).toString(2).padStart(5, '0'),
    );
    const bytes = bits.join('').match(/.{8}/g).map((byte) => parseInt(byte, 2));
    const step = Buffer.alloc(8);
    step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
    const mac = createHmac('sha1', Buffer.from(bytes)).update(step).digest();
    const at = mac[mac.length - 1] & 15;
    return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
