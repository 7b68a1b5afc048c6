// The map beneath: muted, drawn once and not again when a unit moves. Either the built-in one, whose colours
// are the page's, so that it turns with day and night, or one of the city's own.
import type {FeatureLike} from 'ol/Feature';
import ImageTile from 'ol/ImageTile';
import type BaseLayer from 'ol/layer/Base';
import TileLayer from 'ol/layer/Tile';
import VectorTileLayer from 'ol/layer/VectorTile';
import XYZ from 'ol/source/XYZ';
import {Fill, Stroke, Style, Text} from 'ol/style';
import {PMTilesVectorSource} from 'ol-pmtiles';
import {PMTiles, TileType} from 'pmtiles';

import type {MapSource} from './sources';
import {tileAddress} from './tile_address';

const cityTiles = '/map/city.pmtiles';

export const colour = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export interface Base {
    layer: BaseLayer;
    restyle: () => void;
}

/** `missing` hears whether its tiles come. */
export async function baseOf(source: MapSource | undefined, missing: (is: boolean) => void): Promise<Base> {
    if (source && source.kind !== 'pmtiles') return picturesOf(source, missing);
    const archive = new PMTiles(source?.url ?? cityTiles);
    const header = await archive.getHeader().catch(() => undefined);
    missing(!header);
    if (source && header && header.tileType !== TileType.Mvt) return picturesOf(source, missing, archive);
    const layer = new VectorTileLayer({
        declutter: true,
        source: new PMTilesVectorSource({url: source?.url ?? cityTiles}),
    });
    const restyle = () => layer.setStyle(source ? strangersStyle() : ownStyle());
    restyle();
    return {layer, restyle};
}

function picturesOf(source: MapSource, missing: (is: boolean) => void, archive?: PMTiles): Base {
    const tiles = new XYZ({
        maxZoom: source.zoom_max,
        tileUrlFunction: ([z = 0, x = 0, y = 0]) => tileAddress(source, [z, x, y]),
        ...(archive && {
            tileLoadFunction: (tile, address) => {
                const [z = 0, x = 0, y = 0] = tile.getTileCoord();
                void fromArchive(archive, [z, x, y], tile instanceof ImageTile ? tile : undefined, address);
            },
        }),
    });
    tiles.on('tileloaderror', () => missing(true));
    tiles.on('tileloadend', () => missing(false));
    return {layer: new TileLayer({source: tiles, className: 'pictures'}), restyle: () => undefined};
}

async function fromArchive(
    archive: PMTiles,
    [z, x, y]: [number, number, number],
    tile: ImageTile | undefined,
    address: string,
): Promise<void> {
    const image = tile?.getImage();
    if (!(image instanceof HTMLImageElement)) return;
    const found = await archive.getZxy(z, x, y).catch(() => undefined);
    // What is not in the archive is asked for under its own address, and so is an error like any other.
    const url = found ? URL.createObjectURL(new Blob([found.data])) : address;
    image.addEventListener('load', () => URL.revokeObjectURL(url), {once: true});
    image.src = url;
}

const lineStyle = (color: string, width: number, lineDash?: number[]) =>
    new Style({stroke: new Stroke({color, width, ...(lineDash && {lineDash})})});
const areaStyle = (color: string) =>
    new Style({fill: new Fill({color}), stroke: new Stroke({color, width: 1})});
const labelStyle = () =>
    new Style({
        text: new Text({
            font: `13px ${colour('--font')}`,
            fill: new Fill({color: colour('--map-label')}),
            stroke: new Stroke({color: colour('--map-land'), width: 3}),
        }),
    });

function ownStyle(): (feature: FeatureLike) => Style | undefined {
    const styles: Record<string, Style> = {
        district: lineStyle(colour('--map-line'), 1, [4, 3]),
        river: lineStyle(colour('--map-water'), 4),
        lake: areaStyle(colour('--map-water')),
    };
    const label = labelStyle();
    return (feature) => {
        const kind: unknown = feature.get('kind');
        if (kind === 'label') {
            label.getText()?.setText(String(feature.get('name') ?? ''));
            return label;
        }
        return typeof kind === 'string' ? styles[kind] : undefined;
    };
}

// Of somebody else's vector tiles we know the usual names of layers (OpenMapTiles, Protomaps, Shortbread).
function strangersStyle(): (feature: FeatureLike) => Style | undefined {
    const water = areaStyle(colour('--map-water'));
    const road = lineStyle(colour('--map-line'), 1.2);
    const border = lineStyle(colour('--map-area'), 1, [4, 3]);
    const label = labelStyle();
    return (feature) => {
        const name = String(feature.get('layer') ?? '');
        const kind = feature.getGeometry()?.getType() ?? '';
        if (/water|ocean/.test(name) && kind !== 'Point') return water;
        if (/road|street|transport|rail/.test(name) && kind !== 'Point') return road;
        if (/boundar|border/.test(name) && kind !== 'Point') return border;
        if (kind !== 'Point' || !/place|label/.test(name)) return undefined;
        label.getText()?.setText(String(feature.get('name:zh') ?? feature.get('name') ?? ''));
        return label;
    };
}
