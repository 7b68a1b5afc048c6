// The base map: muted, under everything, drawn once and not again when a unit moves. Its colours are the
// page's, so that it turns with day and night.
import type {FeatureLike} from 'ol/Feature';
import VectorTileLayer from 'ol/layer/VectorTile';
import {Fill, Stroke, Style, Text} from 'ol/style';
import {PMTilesVectorSource} from 'ol-pmtiles';

export const cityTiles = '/map/city.pmtiles';

export const colour = (name: string): string =>
    getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function baseLayer(): VectorTileLayer {
    const layer = new VectorTileLayer({declutter: true, source: new PMTilesVectorSource({url: cityTiles})});
    restyle(layer);
    return layer;
}

export function restyle(layer: VectorTileLayer): void {
    const line = colour('--map-line');
    const water = colour('--map-water');
    const styles: Record<string, Style> = {
        district: new Style({stroke: new Stroke({color: line, width: 1, lineDash: [4, 3]})}),
        river: new Style({stroke: new Stroke({color: water, width: 4})}),
        lake: new Style({fill: new Fill({color: water}), stroke: new Stroke({color: water, width: 1})}),
    };
    const label = new Style({
        text: new Text({
            font: `13px ${colour('--font')}`,
            fill: new Fill({color: colour('--map-label')}),
            stroke: new Stroke({color: colour('--map-land'), width: 3}),
        }),
    });
    layer.setStyle((feature: FeatureLike) => {
        const kind: unknown = feature.get('kind');
        if (kind === 'label') {
            label.getText()?.setText(String(feature.get('name') ?? ''));
            return label;
        }
        return typeof kind === 'string' ? styles[kind] : undefined;
    });
}
