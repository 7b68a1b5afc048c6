// What stands on a door: the number of a place in the register, alone or at the end of an address. Read by
// the browser itself (BarcodeDetector), where it can.
interface Detector {
    detect(from: HTMLVideoElement): Promise<readonly {rawValue: string}[]>;
}
interface MakesDetector {
    new (options: {formats: string[]}): Detector;
    getSupportedFormats(): Promise<readonly string[]>;
}

const lookEvery = 200;
const wanted = ['qr_code', 'data_matrix', 'code_128'];
const placeCode = /(?:^|[/:=#])(plc_[A-Za-z0-9-]{1,60})$/;

const maker = (): MakesDetector | undefined =>
    (globalThis as {BarcodeDetector?: MakesDetector}).BarcodeDetector;

/** Not on an address without https, for instance. */
export const canScan = (): boolean => maker() !== undefined && 'mediaDevices' in navigator;

/** The place that a code names, or undefined: it names none. */
export const placeIn = (code: string): string | undefined => placeCode.exec(code.trim())?.[1];

/** The first code that the camera sees; undefined once `until` says: enough. Rejects without a camera. */
export async function scanned(on: HTMLVideoElement, until: AbortSignal): Promise<string | undefined> {
    const stream = await navigator.mediaDevices.getUserMedia({video: {facingMode: 'environment'}});
    try {
        on.srcObject = stream;
        await on.play();
        const Made = maker()!;
        const known = await Made.getSupportedFormats();
        const detector = new Made({formats: wanted.filter((one) => known.includes(one))});
        while (!until.aborted) {
            const [found] = await detector.detect(on);
            if (found) return found.rawValue;
            await new Promise((resolve) => setTimeout(resolve, lookEvery));
        }
        return undefined;
    } finally {
        on.srcObject = null;
        for (const one of stream.getTracks()) one.stop();
    }
}
