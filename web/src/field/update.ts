// The service worker: it opens the page without a signal, from one version and never from two. A new version
// waits until the person takes it; what was entered is in the store and survives.
import {ref} from 'vue';

export const ready = ref(false);
export const secure = ref(window.isSecureContext);

let waitingWorker: ServiceWorker | null = null;
const lookEvery = 30 * 60 * 1000;

export async function startWorker(): Promise<void> {
    if (!('serviceWorker' in navigator)) {
        secure.value = false;
        return;
    }
    const {serviceWorker} = navigator;
    const hadOne = serviceWorker.controller !== null;
    let reloading = false;
    serviceWorker.addEventListener('controllerchange', () => {
        // The first worker takes over a page that is its own version already.
        if (!hadOne || reloading) return;
        reloading = true;
        location.reload();
    });
    try {
        const registration = await serviceWorker.register('/field/sw.js', {scope: '/field/'});
        const look = () => {
            if (!registration.waiting || !serviceWorker.controller) return;
            waitingWorker = registration.waiting;
            ready.value = true;
        };
        look();
        registration.addEventListener('updatefound', () =>
            registration.installing?.addEventListener('statechange', look),
        );
        setInterval(() => void registration.update().catch(() => undefined), lookEvery);
    } catch {
        secure.value = false; // a certificate that this phone does not trust
    }
}

export const update = (): void => waitingWorker?.postMessage('take over');
