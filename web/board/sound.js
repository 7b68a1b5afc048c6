// One sound, for what cannot wait: a new P1, a panic call. Two short notes, made here, so that nothing is
// loaded.
import {h, write} from './dom.js';
import {keep, onLanguage, remembered, t} from './words.js';

let context = null;

export function beep() {
    const Audio = window.AudioContext ?? window.webkitAudioContext;
    if (!Audio) return;
    context ??= new Audio();
    for (const [start, pitch] of [
        [0, 660],
        [0.22, 880],
    ]) {
        const note = context.createOscillator();
        const volume = context.createGain();
        note.frequency.value = pitch;
        volume.gain.setValueAtTime(0.0001, context.currentTime + start);
        volume.gain.exponentialRampToValueAtTime(0.2, context.currentTime + start + 0.02);
        volume.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + start + 0.18);
        note.connect(volume).connect(context.destination);
        note.start(context.currentTime + start);
        note.stop(context.currentTime + start + 0.2);
    }
}

export function soundSwitch() {
    const box = h('input', {
        type: 'checkbox',
        role: 'switch',
        id: 'sound',
        checked: remembered('anlan.sound') !== 'off',
        on: {change: () => keep('anlan.sound', box.checked ? 'on' : 'off')},
    });
    const label = h('span', {class: 'switch-word'});
    const mark = h('span', {class: 'switch-mark', 'aria-hidden': 'true'}, '♪');
    const words = () => write(label, t('sound'));
    const leave = onLanguage(words);
    words();
    return {element: h('label', {class: 'switch'}, box, mark, label), isOn: () => box.checked, leave};
}
