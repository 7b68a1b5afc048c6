// What is drawn beneath the marks when somebody asks for it: the outlines of districts, of stations and of
// the beats of the station in the middle, and the points of the rings that nobody would reach in time.
import {fromLonLat} from 'ol/proj';
import type {FrameState} from 'ol/Map';

import {client, everyPage, settle} from '@/api/client';
import type {Answer, Point} from '@/api/types';
import {onMap, type Datum} from './datum';
import {colour} from './base_layer';

export type Outline = NonNullable<Answer<'/v1/area_outlines'>['rows']>[number];
export type Cover = NonNullable<Answer<'/v1/coverage'>['rows']>[number];

const beatsFrom = 20; // metres a pixel, up to which beats are drawn
const namesFrom = 60;

interface Drawn {
    id: string;
    level: Outline['level'];
    name: string;
    path: Path2D;
    middle: readonly [number, number];
    /** West, south, east, north, in the map's metres. */
    box: readonly [number, number, number, number];
}

/** Outlines, read once for each area that is looked into. */
export class AreaOverlay {
    shown = false;
    private drawn: Drawn[] = [];
    private readonly rows: Outline[] = [];
    private readonly asked = new Set<string>();
    private datum: Datum = 'wgs84';

    constructor(private readonly changed: () => void) {}

    async load(): Promise<void> {
        if (this.asked.size > 0) return;
        for (const level of ['city', 'district', 'station']) {
            const highest = await seenOf(level);
            if (highest.length === 0) continue;
            const below = (await Promise.all(highest.map((id) => this.within(id)))).flat();
            for (const {area_id, level: own} of below)
                if (own === 'district') void this.within(area_id).catch(() => this.asked.delete(area_id));
            return;
        }
    }

    /** The beats of the station in whose box the middle lies. */
    lookInto([x, y]: readonly [number, number]): void {
        const station = this.drawn.find(
            ({level, box: [west, south, east, north]}) =>
                level === 'station' && x > west && x < east && y > south && y < north,
        );
        if (station) void this.within(station.id).catch(() => this.asked.delete(station.id));
    }

    private async within(area: string): Promise<readonly Outline[]> {
        if (this.asked.has(area)) return [];
        this.asked.add(area);
        const answer = await settle(client.GET('/v1/area_outlines', {params: {query: {within: area}}}));
        const rows = answer.rows ?? [];
        this.rows.push(...rows);
        this.drawn.push(...rows.map((row) => drawnFrom(row, this.datum)));
        this.changed();
        return rows;
    }

    draw(context: CanvasRenderingContext2D, frame: FrameState, datum: Datum): void {
        if (!this.shown) return;
        if (datum !== this.datum) {
            this.datum = datum;
            this.drawn = this.rows.map((row) => drawnFrom(row, datum));
        }
        const {resolution} = frame.viewState;
        const ratio = frame.pixelRatio;
        const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = frame.coordinateToPixelTransform;
        const fine = this.drawn.filter(({level}) => level !== 'beat' || resolution < beatsFrom);
        context.save();
        context.setTransform(a * ratio, b * ratio, c * ratio, d * ratio, e * ratio, f * ratio);
        context.strokeStyle = colour('--map-area');
        for (const {level, path} of fine) {
            context.lineWidth = resolution * (level === 'district' ? 2.5 : level === 'station' ? 1.5 : 0.8);
            context.setLineDash(level === 'beat' ? [resolution * 3, resolution * 3] : []);
            context.stroke(path);
        }
        context.restore();
        if (resolution > namesFrom) return;
        context.font = `12px ${colour('--font')}`;
        context.fillStyle = colour('--map-label');
        context.textAlign = 'center';
        const named = resolution < beatsFrom ? 'beat' : 'station';
        for (const {level, name, middle: [x, y]} of fine)
            if (level === named) context.fillText(name, a * x + c * y + e, b * x + d * y + f);
    }
}

/** The areas of a level that this post may see: a station's does not see the city's. */
async function seenOf(level: string): Promise<string[]> {
    const ids: string[] = [];
    await everyPage(
        (after) => settle(client.GET('/v1/areas', {params: {query: {level, after}}})),
        (page) => ids.push(...page.map(({stream}) => stream)),
    );
    return ids;
}

function drawnFrom({area_id, level, area_name, outline}: Outline, datum: Datum): Drawn {
    const path = new Path2D();
    let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of outline ?? []) {
        ring.forEach((point, index) => {
            const [x = 0, y = 0] = metresOf(point, datum);
            if (index === 0) path.moveTo(x, y);
            else path.lineTo(x, y);
            [west, south] = [Math.min(west, x), Math.min(south, y)];
            [east, north] = [Math.max(east, x), Math.max(north, y)];
        });
        path.closePath();
    }
    return {
        id: area_id,
        level,
        name: area_name,
        path,
        middle: [(west + east) / 2, (south + north) / 2],
        box: [west, south, east, north],
    };
}

/** A point in the map's own metres. */
export function metresOf(point: Point, datum: Datum): number[] {
    const {longitude, latitude} = onMap(point, datum);
    return fromLonLat([longitude, latitude]);
}

const arm = 4;
const crossesFrom = 25; // metres a pixel, up to which a point is a cross and not a dot

/** Crosses where there is room for them, so that colour is not the only sign; from afar dots. */
export function drawGaps(
    context: CanvasRenderingContext2D,
    frame: FrameState,
    datum: Datum,
    gaps: readonly Point[],
): void {
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = frame.coordinateToPixelTransform;
    const crosses = frame.viewState.resolution < crossesFrom;
    context.strokeStyle = colour('--warn-fill');
    context.fillStyle = colour('--warn-fill');
    context.lineWidth = 1.5;
    context.beginPath();
    for (const gap of gaps) {
        const [mx = 0, my = 0] = metresOf(gap, datum);
        const [x, y] = [a * mx + c * my + e, b * mx + d * my + f];
        if (!crosses) {
            context.fillRect(x - 1, y - 1, 2, 2);
            continue;
        }
        context.moveTo(x - arm, y - arm);
        context.lineTo(x + arm, y + arm);
        context.moveTo(x + arm, y - arm);
        context.lineTo(x - arm, y + arm);
    }
    context.stroke();
}
