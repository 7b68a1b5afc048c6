import {describe, expect, it} from 'vitest';

import vectors from '../../../tools/city/gcj02_vectors.json';
import {fromMap, onMap} from './datum';

const tenMillimetres = 1e-7; // degrees

describe('a point on a map of another datum', () => {
    it('is where the published conversion puts it, and comes back', () => {
        for (const {name, wgs84, gcj02} of vectors) {
            const shown = onMap(wgs84, 'gcj02');
            expect(Math.abs(shown.latitude - gcj02.latitude), name).toBeLessThan(tenMillimetres);
            expect(Math.abs(shown.longitude - gcj02.longitude), name).toBeLessThan(tenMillimetres);
            const back = fromMap(shown, 'gcj02');
            expect(Math.abs(back.latitude - wgs84.latitude), name).toBeLessThan(tenMillimetres);
            expect(Math.abs(back.longitude - wgs84.longitude), name).toBeLessThan(tenMillimetres);
        }
    });
    it('stays where it is on a map of WGS-84, and outside of China', () => {
        const wuhan = {latitude: 30.59, longitude: 114.3};
        expect(onMap(wuhan, 'wgs84')).toEqual(wuhan);
        const auckland = {latitude: -36.85, longitude: 174.76};
        expect(onMap(auckland, 'gcj02')).toEqual(auckland);
    });
});
