// The one sound of a desk, for what nobody may miss. A browser makes none before the page was touched once.
import {ref} from 'vue';

import {keep, remembered} from '@/words';

export const soundOn = ref(remembered('anlan.sound') !== 'off');
let context: AudioContext | undefined;

export function setSound(wanted: 'on' | 'off'): void {
    soundOn.value = wanted === 'on';
    keep('anlan.sound', wanted);
}

/** Two short falling tones. */
export function sound(): void {
    if (!soundOn.value || typeof AudioContext === 'undefined') return;
    context ??= new AudioContext();
    if (context.state !== 'running') {
        void context.resume();
        return;
    }
    const start = context.currentTime;
    for (const [after, tone] of [
        [0, 880],
        [0.22, 660],
    ] as const) {
        const oscillator = context.createOscillator();
        const gain = context.createGain();
        oscillator.frequency.value = tone;
        gain.gain.setValueAtTime(0.0001, start + after);
        gain.gain.exponentialRampToValueAtTime(0.2, start + after + 0.02);
        gain.gain.exponentialRampToValueAtTime(0.0001, start + after + 0.2);
        oscillator.connect(gain).connect(context.destination);
        oscillator.start(start + after);
        oscillator.stop(start + after + 0.21);
    }
}
