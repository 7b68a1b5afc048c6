// A voice note: recorded by the browser itself, at a bit rate with which a minute fits into one request. The
// microphone is open while it is recorded and no longer.
const kinds = ['audio/webm;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];
const bitsPerSecond = 24_000;
const bytesMax = 225_000; // the server takes 240 KB, and a last second is still to come

const kind = (): string | undefined =>
    typeof MediaRecorder === 'undefined'
        ? undefined
        : kinds.find((one) => MediaRecorder.isTypeSupported(one));

/** Not on an address without https, for instance. */
export const canRecord = (): boolean => 'mediaDevices' in navigator && kind() !== undefined;

export interface Recording {
    /** What was recorded, once it has ended by itself or by `stop`; nothing after `discard`. */
    note: Promise<Blob | undefined>;
    stop(): void;
    discard(): void;
}

/** `second` is told every second. Rejects where there is no microphone, or it is not allowed. */
export async function record(secondsMax: number, second: (seconds: number) => void): Promise<Recording> {
    const stream = await navigator.mediaDevices.getUserMedia({audio: {channelCount: 1}});
    const mimeType = kind()!;
    const recorder = new MediaRecorder(stream, {mimeType, audioBitsPerSecond: bitsPerSecond});
    const parts: Blob[] = [];
    const began = Date.now();
    let bytes = 0;
    let wanted = true;
    const stop = () => recorder.state !== 'inactive' && recorder.stop();
    const atTheEnd = setTimeout(stop, secondsMax * 1000);
    recorder.ondataavailable = ({data}) => {
        parts.push(data);
        bytes += data.size;
        second(Math.min(secondsMax, Math.round((Date.now() - began) / 1000)));
        if (bytes > bytesMax) stop();
    };
    const note = new Promise<Blob | undefined>((resolve) => {
        // Also when the microphone is taken away: a call comes in. What was said until then is kept.
        recorder.onstop = () => {
            clearTimeout(atTheEnd);
            for (const one of stream.getTracks()) one.stop();
            resolve(wanted && bytes > 0 ? new Blob(parts, {type: mimeType}) : undefined);
        };
    });
    recorder.start(1000);
    const discard = () => {
        wanted = false;
        stop();
    };
    return {note, stop, discard};
}
