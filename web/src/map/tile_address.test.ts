import {describe, expect, it} from 'vitest';

import type {MapSource} from './sources';
import {tileAddress} from './tile_address';

const map = (more: Partial<MapSource>): MapSource => ({
    code: 'm',
    name: {zh: '图', en: 'map'},
    kind: 'xyz',
    datum: 'wgs84',
    url: '',
    zoom_max: 18,
    ...more,
});

describe('where a tile is asked for', () => {
    it('fills the places of an address', () => {
        expect(tileAddress(map({url: 'https://t.example/{z}/{x}/{y}.png'}), [11, 1674, 841])).toBe(
            'https://t.example/11/1674/841.png',
        );
        expect(tileAddress(map({url: 'https://t.example/{z}/{x}/{-y}.png'}), [2, 1, 0])).toBe(
            'https://t.example/2/1/3.png',
        );
        const url = 'https://t.example/wmts?tilematrix={TileMatrix}&tilerow={TileRow}&tilecol={TileCol}&tk=a';
        expect(tileAddress(map({kind: 'wmts', url}), [11, 1674, 841])).toBe(
            'https://t.example/wmts?tilematrix=11&tilerow=841&tilecol=1674&tk=a',
        );
    });
    it('asks a WMS for the square of the tile, in metres of the web map', () => {
        const wms = map({kind: 'wms', url: 'http://g.example/wms?map=w', layers: 'roads,water'});
        const url = tileAddress(wms, [1, 1, 0]);
        const asked = new URL(url).searchParams;
        expect(asked.get('map')).toBe('w');
        expect(asked.get('LAYERS')).toBe('roads,water');
        expect(asked.get('CRS')).toBe('EPSG:3857');
        const half = 20037508.342789244;
        expect(asked.get('BBOX')?.split(',').map(Number)).toEqual([0, 0, half, half]);
    });
});
