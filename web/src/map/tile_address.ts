// Where the picture of a tile is asked for, of each kind of map.
import type {MapSource} from './sources';

const half = 20_037_508.342789244; // metres from the middle of the web's map to its edge
const tilePixels = 256;

/** Rows are counted from the north. */
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
