// Units and incidents on a canvas of their own above the base map: moving a unit repaints this canvas and
// nothing else. Shape and figure say what colour also says: idle units are dots, busy ones have their shape,
// incidents are rings with number and priority.
import type {FrameState} from 'ol/Map';

import type {Point, Priority, UnitStatus} from '@/api/types';
import {colour} from './base_layer';
import type {Datum} from './datum';
import {metresOf} from './overlays';

export interface UnitMark {
    id: string;
    point: Point;
    status: UnitStatus;
    callSign: string;
    /** Seconds. */
    age: number;
    panic: boolean;
}
export interface IncidentMark {
    id: string;
    point: Point;
    priority: Priority;
    number: string;
    late: boolean;
}
interface Drawn {
    id: string;
    kind: 'unit' | 'incident';
    x: number;
    y: number;
}

const fadesAfter = 60;
const namedFrom = 7; // pixels a kilometre, from which busy units bear their name
const reach = {incident: 16, unit: 12};
const radii: Readonly<Record<Priority, number>> = {p1: 8, p2: 7, p3: 5.5, p4: 4.5};

export class MarksLayer {
    private units: readonly UnitMark[] = [];
    private incidents: readonly IncidentMark[] = [];
    private frame: FrameState | undefined;
    private drawn: Drawn[] = [];
    private readonly labelled = new Set<string>();
    private palette = readPalette();
    selected = '';
    selectedUnit = '';
    freeUnits: 'shown' | 'hidden' = 'shown';
    datum: Datum = 'wgs84';
    /** Drawn first. */
    under: (context: CanvasRenderingContext2D, frame: FrameState) => void = () => {};

    constructor(private readonly canvas: HTMLCanvasElement) {}

    setUnits(units: readonly UnitMark[]): void {
        this.units = units;
        this.draw(this.frame);
    }
    setIncidents(incidents: readonly IncidentMark[]): void {
        this.incidents = incidents;
        this.draw(this.frame);
    }
    recolour(): void {
        this.palette = readPalette();
        this.draw(this.frame);
    }

    /** What is under a pixel: an incident before a unit. */
    at(x: number, y: number): Drawn | undefined {
        let best: Drawn | undefined;
        let nearest = Infinity;
        for (const mark of this.drawn) {
            const far = Math.hypot(mark.x - x, mark.y - y);
            if (far > reach[mark.kind]) continue;
            const rank = far + (mark.kind === 'unit' ? reach.incident : 0);
            if (rank < nearest) [best, nearest] = [mark, rank];
        }
        return best;
    }

    draw(frame: FrameState | undefined = this.frame): void {
        this.frame = frame;
        const context = this.canvas.getContext('2d');
        if (!frame || !context) return;
        const [width = 0, height = 0] = frame.size;
        const ratio = frame.pixelRatio;
        if (this.canvas.width !== width * ratio || this.canvas.height !== height * ratio) {
            this.canvas.width = width * ratio;
            this.canvas.height = height * ratio;
        }
        context.setTransform(ratio, 0, 0, ratio, 0, 0);
        context.clearRect(0, 0, width, height);
        this.drawn = [];
        this.labelled.clear();
        this.under(context, frame);
        const inSight = (x: number, y: number) => x > -20 && y > -20 && x < width + 20 && y < height + 20;
        const named = 1000 / frame.viewState.resolution > namedFrom * 10;
        for (const unit of this.units) {
            const [x, y] = pixelOf(frame, unit.point, this.datum);
            if (inSight(x, y)) this.drawUnit(context, unit, x, y, named);
        }
        for (const incident of this.incidents) {
            const [x, y] = pixelOf(frame, incident.point, this.datum);
            if (inSight(x, y)) this.drawIncident(context, incident, x, y, named);
        }
    }

    private drawUnit(
        context: CanvasRenderingContext2D,
        unit: UnitMark,
        x: number,
        y: number,
        named: boolean,
    ) {
        const {palette} = this;
        const chosen = unit.id === this.selectedUnit;
        if (unit.status === 'off_duty' && !unit.panic) return;
        const idle = unit.status === 'available' || unit.status === 'out_of_service';
        if (idle && this.freeUnits === 'hidden' && !unit.panic && !chosen) return;
        this.drawn.push({id: unit.id, kind: 'unit', x, y});
        context.globalAlpha = unit.age > fadesAfter ? 0.45 : 1;
        if (unit.panic) {
            context.fillStyle = palette.alarm;
            context.fillRect(x - 9, y - 9, 18, 18);
            context.fillStyle = palette.onAlarm;
            context.font = `700 14px ${palette.font}`;
            context.textAlign = 'center';
            context.textBaseline = 'middle';
            context.fillText('!', x, y + 1);
        } else if (idle) {
            context.fillStyle = palette.idle;
            context.beginPath();
            context.arc(x, y, 1.8, 0, 7);
            context.fill();
        } else shape(context, unit.status, x, y, palette);
        context.globalAlpha = 1;
        if (chosen) ring(context, x, y, 11, palette.accent, 2);
        if (chosen || unit.panic || (named && !idle))
            this.label(context, unit.callSign, x + 10, y, palette.ink);
    }

    private drawIncident(
        context: CanvasRenderingContext2D,
        mark: IncidentMark,
        x: number,
        y: number,
        named: boolean,
    ): void {
        const {palette} = this;
        this.drawn.push({id: mark.id, kind: 'incident', x, y});
        const colours = {p1: palette.urgent, p2: palette.warn, p3: palette.ink, p4: palette.idle};
        const chosen = mark.id === this.selected;
        context.fillStyle = palette.land;
        context.globalAlpha = 0.6;
        context.beginPath();
        context.arc(x, y, radii[mark.priority], 0, 7);
        context.fill();
        context.globalAlpha = 1;
        const width = mark.priority === 'p1' ? 3 : mark.priority === 'p2' ? 2 : 1.5;
        ring(context, x, y, radii[mark.priority], colours[mark.priority], width);
        if (chosen) ring(context, x, y, 13, palette.accent, 2.5);
        // From afar only what is urgent bears its number: a hundred labels are no map.
        if (!chosen && !named && mark.priority !== 'p1') return;
        // One label a place: where two would lie over each other, the first stands.
        const cell = `${Math.round(x / 60)}/${Math.round(y / 14)}`;
        if (!chosen && this.labelled.has(cell)) return;
        this.labelled.add(cell);
        const text = `${mark.late ? '◆' : ''}${mark.number} ${mark.priority.toUpperCase()}`;
        this.label(context, text, x + (chosen ? 17 : 12), y, colours[mark.priority]);
    }

    private label(
        context: CanvasRenderingContext2D,
        text: string,
        x: number,
        y: number,
        fill: string,
    ): void {
        context.font = `600 12px ${this.palette.font}`;
        context.textAlign = 'left';
        context.textBaseline = 'middle';
        context.lineWidth = 3;
        context.strokeStyle = this.palette.land;
        context.strokeText(text, x, y);
        context.fillStyle = fill;
        context.fillText(text, x, y);
    }
}

type Palette = ReturnType<typeof readPalette>;

function readPalette() {
    return {
        alarm: colour('--alarm-fill'),
        onAlarm: colour('--alarm-ink'),
        urgent: colour('--alarm'),
        warn: colour('--warn-fill'),
        ink: colour('--ink'),
        idle: colour('--ink-3'),
        accent: colour('--accent'),
        land: colour('--map-land'),
        font: colour('--font'),
    };
}

function pixelOf(frame: FrameState, point: Point, datum: Datum): [number, number] {
    const [x = 0, y = 0] = metresOf(point, datum);
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = frame.coordinateToPixelTransform;
    return [a * x + c * y + e, b * x + d * y + f];
}

function ring(
    context: CanvasRenderingContext2D,
    x: number,
    y: number,
    radius: number,
    fill: string,
    width: number,
) {
    context.strokeStyle = fill;
    context.lineWidth = width;
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.stroke();
}

function shape(
    context: CanvasRenderingContext2D,
    status: UnitStatus,
    x: number,
    y: number,
    palette: Palette,
) {
    context.beginPath();
    if (status === 'on_scene') {
        context.fillStyle = palette.ink;
        context.fillRect(x - 4, y - 4, 8, 8);
        return;
    }
    context.moveTo(x, y - 6);
    context.lineTo(x + 5.5, y + 4);
    context.lineTo(x - 5.5, y + 4);
    context.closePath();
    if (status === 'en_route') {
        context.fillStyle = palette.warn;
        context.fill();
        return;
    }
    context.fillStyle = palette.land;
    context.fill();
    context.strokeStyle = palette.warn;
    context.lineWidth = 2;
    context.stroke();
}
