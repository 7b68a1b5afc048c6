// A photo made smaller on the phone, before it is kept there: drawn anew, which leaves out where and with
// what it was taken, and light enough for one request.
const longestSide = 1280;
const bytesMax = 240_000;
const qualities = [0.8, 0.65, 0.5];

/** Undefined: this is no picture. */
export async function smaller(file: Blob): Promise<Blob | undefined> {
    const picture = await createImageBitmap(file).catch(() => undefined);
    if (!picture) return undefined;
    try {
        for (let side = longestSide; side >= longestSide / 4; side /= 2)
            for (const quality of qualities) {
                const made = await drawn(picture, side, quality);
                if (made && made.size <= bytesMax) return made;
            }
        return undefined;
    } finally {
        picture.close();
    }
}

function drawn(picture: ImageBitmap, side: number, quality: number): Promise<Blob | null> {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.width * scale));
    canvas.height = Math.max(1, Math.round(picture.height * scale));
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
