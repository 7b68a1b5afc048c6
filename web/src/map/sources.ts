// The city's own maps (`anlan serve --maps`), which of them is shown, and where their tiles are asked for.
import {computed, ref, shallowRef} from 'vue';

import {client, settle} from '@/api/client';
import type {Answer} from '@/api/types';
import {keep, remembered} from '@/words';
import type {Datum} from './datum';

export type MapSource = NonNullable<Answer<'/v1/maps'>['rows']>[number];

export const builtIn = 'built-in';
export const sources = shallowRef<readonly MapSource[]>([]);
const wanted = ref(remembered('anlan.map') ?? '');

/** None: the built-in one. A city that names its own maps sees the first until somebody chooses. */
export const source = computed(() => {
    if (wanted.value === builtIn) return undefined;
    return sources.value.find(({code}) => code === wanted.value) ?? sources.value[0];
});
export const datum = computed<Datum>(() => source.value?.datum ?? 'wgs84');

export function choose(code: string): void {
    wanted.value = code;
    keep('anlan.map', code);
}

export async function loadSources(): Promise<void> {
    sources.value = (await settle(client.GET('/v1/maps', {}))).rows ?? [];
}

const half = 20_037_508.342789244; // metres from the middle of the web's map to its edge
const tilePixels = 256;

/** Where the picture of a tile is asked for; rows are counted from the north. */
export function tileAddress(
    {kind, url, layers}: MapSource,
    [z, x, y]: readonly [number, number, number],
): string {
    if (kind === 'wms') return `${url}${url.includes('?') ? '&' : '?'}${wmsQuery(layers ?? '', z, x, y)}`;
    const places: Record<string, number> =
        kind === 'wmts' ? {TileMatrix: z, TileCol: x, TileRow: y} : {z, x, y, '-y': 2 ** z - 1 - y};
    return url.replace(/\{([^}]+)\}/g, (whole, name: string) => String(places[name] ?? whole));
}

function wmsQuery(layers: string, z: number, x: number, y: number): string {
    const size = (2 * half) / 2 ** z;
    const [west, north] = [x * size - half, half - y * size];
    return new URLSearchParams({
        SERVICE: 'WMS',
        VERSION: '1.3.0',
        REQUEST: 'GetMap',
        LAYERS: layers,
        STYLES: '',
        CRS: 'EPSG:3857',
        BBOX: [west, north - size, west + size, north].join(','),
        WIDTH: String(tilePixels),
        HEIGHT: String(tilePixels),
        FORMAT: 'image/png',
    }).toString();
}
